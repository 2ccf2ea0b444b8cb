import { StateError } from './state-error.ts';

/** When a task is done: when the function returns, or when its token comes back. */
export type TaskPattern = 'call' | 'token';

const LAMBDA_INVOKE = /^arn:aws[\w-]*:states:[\w-]*:\d*:lambda:invoke(?<token>\.waitForTaskToken)?$/;

/**
 * The call in the Resource of a Task. Machines here call functions only.
 * @throws StateError States.Runtime for any other Resource
 */
export function taskPattern(resource: string): TaskPattern {
  const parts = LAMBDA_INVOKE.exec(resource);
  if (!parts) throw new StateError('States.Runtime', `The resource '${resource}' is not emulated.`);
  return parts.groups?.token === undefined ? 'call' : 'token';
}
