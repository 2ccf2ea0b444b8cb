import type { Clock } from '../kernel/ports/clock.ts';
import { type EndSessionDependencies, failRegistration } from '../sessions/end-session.ts';
import type { RegistrationInput } from './contract.ts';
import { type UndoEnrolmentDependencies, undoEnrolment } from './undo-enrolment.ts';

export type UndoInterruptedRegistrationDependencies = UndoEnrolmentDependencies &
  EndSessionDependencies & { readonly clock: Clock };

/**
 * Cleans up after an execution that was stopped or timed out, which none of its own states could do: the enrolment is
 * undone, and the session ends as an error unless it has ended otherwise.
 */
export async function undoInterruptedRegistration(
  registration: RegistrationInput,
  status: string,
  dependencies: UndoInterruptedRegistrationDependencies,
): Promise<void> {
  await undoEnrolment(registration, dependencies);
  await failRegistration(registration, status, dependencies);
}
