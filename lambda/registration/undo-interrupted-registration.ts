import type { FaceDeletions } from '../enrollment/ports/face-deletions.ts';
import { type SendFaceDeletionDependencies, sendFaceDeletion } from '../enrollment/send-face-deletion.ts';
import type { RegistrationInput } from './contract.ts';
import { deletionIdOf, type EndRegistrationDependencies, failRegistration } from './end-registration.ts';

export type UndoInterruptedRegistrationDependencies = SendFaceDeletionDependencies &
  EndRegistrationDependencies & { readonly deletions: Pick<FaceDeletions, 'get'> };

/**
 * Cleans up after an execution that failed, was stopped or timed out, whichever of its own states it missed:
 * ends the session as an error unless it has already ended, and has the faces deleted that it gave up.
 * @param status of the execution, or the name of an error
 */
export async function undoInterruptedRegistration(
  registration: RegistrationInput,
  status: string,
  dependencies: UndoInterruptedRegistrationDependencies,
): Promise<void> {
  await failRegistration(registration, status, dependencies);
  const deletion = await dependencies.deletions.get(registration.tenant, deletionIdOf(registration));
  await sendFaceDeletion(deletion, dependencies);
}
