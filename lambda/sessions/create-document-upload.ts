import { evidencePrefix } from '../images/domain/evidence-key.ts';
import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { Problem } from '../kernel/problem.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readSession, requireOpen, stateProblem } from './session-access.ts';

export interface CreateDocumentUploadDependencies {
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
}

export interface DocumentPlace {
  readonly documentId: string;
  /** Key of the upload, below the prefix of tenant, user and session. */
  readonly key: string;
}

/**
 * Assigns a key to the session's document; the last one counts.
 * @throws Problem `not_found`, `session_expired` or `invalid_state`
 */
export async function createDocumentUpload(
  caller: Caller,
  sessionId: string,
  { sessions, clock, newIdentifier }: CreateDocumentUploadDependencies,
): Promise<DocumentPlace> {
  const session = await readSession(sessions, caller, sessionId);
  requireOpen(session, clock());
  if (session.type === 'authentication')
    throw new Problem(
      'invalid_state',
      'an authentication needs no document; submit it after the liveness check',
    );
  const documentId = newIdentifier(ID_PREFIXES.document);
  const key = `${evidencePrefix(session, 'document')}/${documentId}`;
  if (!(await sessions.setDocument(caller.tenant, sessionId, key)))
    throw stateProblem(await readSession(sessions, caller, sessionId));
  return { documentId, key };
}
