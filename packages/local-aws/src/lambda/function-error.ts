/**
 * Message of an error by which an authorizer refuses a caller: API Gateway answers 401 to exactly this one.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export const UNAUTHORIZED = 'Unauthorized';

/** Response of a failed function, in Lambda's own shape, which Step Functions and callers read. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];

  constructor({ errorType, errorMessage, trace = [] }: FunctionErrorShape) {
    super(`${errorType}: ${errorMessage}`);
    this.errorType = errorType;
    this.errorMessage = errorMessage;
    this.trace = trace;
  }

  /** The payload of the response. */
  toJSON(): FunctionErrorShape {
    return { errorType: this.errorType, errorMessage: this.errorMessage, trace: this.trace };
  }
}

export interface FunctionErrorShape {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}
