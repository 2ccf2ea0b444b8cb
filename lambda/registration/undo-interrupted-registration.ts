import { failRegistration } from '../sessions/end-session.ts';
import type { MoveSessionDependencies } from '../sessions/move-session.ts';
import type { RegistrationInput } from './contract.ts';
import { type UndoEnrollmentDependencies, undoEnrollment } from './undo-enrollment.ts';

export type UndoInterruptedRegistrationDependencies = UndoEnrollmentDependencies & MoveSessionDependencies;

/**
 * Cleans up after a stopped or timed-out execution, which none of its own states can do: undoes the
 * enrollment and ends the session as an error unless it has already ended.
 */
export async function undoInterruptedRegistration(
  registration: RegistrationInput,
  status: string,
  dependencies: UndoInterruptedRegistrationDependencies,
): Promise<void> {
  await undoEnrollment(registration, dependencies);
  await failRegistration(registration, status, dependencies);
}
