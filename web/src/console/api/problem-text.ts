import { ApiProblem } from '@face-idv/client';
import { humanize } from '../format/words.ts';
import { InputFault } from './input-fault.ts';

/** An error as an operator reads it. */
export interface ProblemText {
  readonly title: string;
  readonly detail: string;
  /** For a report to whoever runs the API. */
  readonly reference?: string;
}

/** Writes an error of a call. The API's own texts say what to do, so they are shown as they are. */
export function problemText(error: unknown): ProblemText {
  if (error instanceof InputFault) return { title: 'Check your input', detail: error.message };
  if (!(error instanceof ApiProblem))
    return {
      title: 'The API could not be reached',
      detail: error instanceof Error ? error.message : String(error),
    };
  const { code, status, message, requestId } = error;
  return {
    title: code === 'unknown' ? `The API answered with status ${status}` : humanize(code),
    detail: message,
    reference: [`Code ${code}`, `status ${status}`, ...(requestId ? [`request ${requestId}`] : [])].join(
      ', ',
    ),
  };
}
