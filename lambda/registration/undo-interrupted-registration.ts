import type { Clock } from '../kernel/ports/clock.ts';
import { type EndSessionDependencies, failRegistration } from '../sessions/end-session.ts';
import type { RegistrationInput } from './contract.ts';
import { type UndoEnrollmentDependencies, undoEnrollment } from './undo-enrollment.ts';

export type UndoInterruptedRegistrationDependencies = UndoEnrollmentDependencies &
  EndSessionDependencies & { readonly clock: Clock };

/**
 * Cleans up after an execution that was stopped or timed out, which none of its own states could do: the enrollment is
 * undone, and the session ends as an error unless it has ended otherwise.
 */
export async function undoInterruptedRegistration(
  registration: RegistrationInput,
  status: string,
  dependencies: UndoInterruptedRegistrationDependencies,
): Promise<void> {
  await undoEnrollment(registration, dependencies);
  await failRegistration(registration, status, dependencies);
}
