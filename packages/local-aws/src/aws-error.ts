import type { CloudResponse } from './emulator.ts';

/** An error that AWS itself would answer: the SDK turns it into an exception named `code`. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error's JSON body, such as `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** The answer of a service that speaks AWS JSON 1.0 or 1.1 to an error. */
export function jsonErrorResponse(error: AwsError, version: '1.0' | '1.1'): CloudResponse {
  return {
    status: error.status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-errortype': error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
  };
}
