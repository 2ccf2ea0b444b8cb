import { AwsError } from '../aws-error.ts';
import type { Services } from './run.ts';
import { StateError } from './state-error.ts';

/**
 * Invokes the function that a Task's Arguments name and gives what `$states.result` is. Throws
 * {@link StateError} with AWS's error names.
 */
export async function invokeTask(given: unknown, { invokeFunction }: Services): Promise<unknown> {
  const { FunctionName, Payload = {} } = given as Readonly<Record<string, unknown>>;
  if (typeof FunctionName !== 'string') {
    throw new StateError('States.Runtime', "The field 'FunctionName' is required but was missing.");
  }
  try {
    const result = (await invokeFunction(FunctionName, Payload)) ?? null;
    return { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 };
  } catch (error) {
    throw functionError(error);
  }
}

function functionError(error: unknown): StateError {
  const { errorType, errorMessage, trace } = error as {
    errorType?: string;
    errorMessage?: string;
    trace?: unknown;
  };
  if (errorType !== undefined) {
    const cause = { errorType, errorMessage, ...(trace === undefined ? {} : { trace }) };
    return new StateError(errorType, JSON.stringify(cause));
  }
  if (error instanceof AwsError) return new StateError(`Lambda.${error.code}`, error.message);
  if (errorMessage === undefined) throw error;
  return new StateError(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${JSON.stringify({ errorMessage })}`,
  );
}
