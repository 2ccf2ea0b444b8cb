import * as z from 'zod/mini';

/** The members of an error that are logged. */
export interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Of an answer of AWS, for a support case. */
  readonly aws_request_id?: string;
  readonly cause?: LoggedError;
}

const ofAws = z.object({ $metadata: z.object({ requestId: z.string() }) });

/**
 * Returns what is logged of an error. Any other member may hold data of a person: the error of a failed
 * condition of DynamoDB has the row, and its keys name the user.
 */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack, cause } = error;
  const answer = ofAws.safeParse(error).data;
  return {
    name,
    message,
    ...(stack === undefined ? {} : { stack }),
    ...(answer ? { aws_request_id: answer.$metadata.requestId } : {}),
    ...(cause instanceof Error ? { cause: loggedError(cause) } : {}),
  };
}
