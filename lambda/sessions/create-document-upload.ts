import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import { refuseLockedOut } from '../abuse/refuse-locked-out.ts';
import { evidencePrefix } from '../images/domain/evidence-key.ts';
import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { Problem } from '../kernel/problem.ts';
import { isByDocument } from './domain/alternative-path.ts';
import { recognizesUser } from './domain/verification-session.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readSession, requireLive, requireOpen, stateProblem } from './session-access.ts';

export interface CreateDocumentUploadDependencies {
  readonly sessions: SessionStore;
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
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
 * @throws Problem `not_found`, `session_expired`, `invalid_state`, `test_session`,
 * `liveness_locked_out` or `liveness_blocked`
 */
export async function createDocumentUpload(
  caller: Caller,
  sessionId: string,
  dependencies: CreateDocumentUploadDependencies,
): Promise<DocumentPlace> {
  const { sessions, clock, newIdentifier } = dependencies;
  const session = await readSession(sessions, caller, sessionId);
  requireLive(session);
  const now = clock();
  requireOpen(session, now);
  if (recognizesUser(session))
    throw new Problem(
      'invalid_state',
      `a session of type ${session.type} needs no document; submit it after the liveness check`,
    );
  // the path without a face is for those who are locked out, too
  if (!isByDocument(session)) await refuseLockedOut(session, now, dependencies);
  const documentId = newIdentifier(ID_PREFIXES.document);
  const key = `${evidencePrefix(session, 'document')}/${documentId}`;
  if (!(await sessions.setDocument(caller.tenant, sessionId, key)))
    throw stateProblem(await readSession(sessions, caller, sessionId));
  return { documentId, key };
}
