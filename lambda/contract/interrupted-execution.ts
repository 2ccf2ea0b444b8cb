import * as z from 'zod';
import { type RegistrationInput, registrationInput } from './registration-workflow.ts';

/** EventBridge's event when an execution of Step Functions ends; `input` is the execution's, as JSON. */
const executionStatusChange = z.object({
  detail: z.object({ status: z.enum(['ABORTED', 'TIMED_OUT']), input: z.string() }),
});

export interface InterruptedExecution {
  readonly status: 'ABORTED' | 'TIMED_OUT';
  readonly registration: RegistrationInput;
}

/** @throws Error for a message that is no such event */
export function parseInterruptedExecution(message: string): InterruptedExecution {
  const { detail } = executionStatusChange.parse(JSON.parse(message));
  return { status: detail.status, registration: registrationInput.parse(JSON.parse(detail.input)) };
}
