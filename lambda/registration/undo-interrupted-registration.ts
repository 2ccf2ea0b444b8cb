import {
  type DeleteRevokedFacesDependencies,
  deleteRevokedFaces,
} from '../enrollment/delete-revoked-faces.ts';
import type { FaceDeletions } from '../enrollment/ports/face-deletions.ts';
import type { RegistrationInput } from './contract.ts';
import { deletionIdOf, type EndRegistrationDependencies, failRegistration } from './end-registration.ts';

export type UndoInterruptedRegistrationDependencies = DeleteRevokedFacesDependencies &
  EndRegistrationDependencies & { readonly deletions: Pick<FaceDeletions, 'get' | 'remove'> };

/**
 * Cleans up after an execution that failed, was stopped or timed out, whichever of its own states it missed:
 * ends the session as an error unless it has already ended, and deletes the faces that it gave up.
 * @param status of the execution, or the name of an error
 */
export async function undoInterruptedRegistration(
  registration: RegistrationInput,
  status: string,
  dependencies: UndoInterruptedRegistrationDependencies,
): Promise<void> {
  await failRegistration(registration, status, dependencies);
  const deletion = await dependencies.deletions.get(registration.tenant, deletionIdOf(registration));
  if (deletion) await deleteRevokedFaces(deletion, dependencies);
}
