import * as z from 'zod/mini';

/** EventBridge's event when an execution of Step Functions ends; `input` is the execution's, as JSON. */
const executionStatusChange = z.object({
  detail: z.object({ status: z.enum(['FAILED', 'ABORTED', 'TIMED_OUT']), input: z.string() }),
});

export interface InterruptedExecution<Input> {
  readonly status: 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  readonly input: Input;
}

/**
 * Parses an event of an execution that did not end as intended.
 * @param input schema of the machine's input
 * @throws Error for any other message
 */
export function parseInterruptedExecution<Input>(
  message: string,
  input: z.ZodMiniType<Input>,
): InterruptedExecution<Input> {
  const { detail } = executionStatusChange.parse(JSON.parse(message));
  return { status: detail.status, input: input.parse(JSON.parse(detail.input)) };
}
