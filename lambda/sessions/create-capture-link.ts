import type { CaptureLinkView } from '../client-sessions/contract.ts';
import {
  LINK_LIFETIME_MS,
  linkAddress,
  SECRET_BYTES,
  secretOf,
  withLink,
} from '../client-sessions/domain/capture-link.ts';
import type { CaptureLinksStore } from '../client-sessions/ports/capture-links-store.ts';
import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { Problem } from '../kernel/problem.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readOpenSession } from './session-access.ts';

export interface CreateCaptureLinkDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly captureLinks: CaptureLinksStore;
  /** The page that opens on the phone. */
  readonly pageUrl: string;
  /** Returns that many random bytes, for a secret. */
  readonly newSecret: (bytes: number) => Uint8Array;
  readonly newIdentifier: NewIdentifier;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Writers of one row are pages of one person. */
const MAX_ATTEMPTS = 8;

/**
 * Plans a link to a session that waits for its person. The record of the Idempotency-Key holds its id alone.
 * @throws Problem `not_found`, `session_expired` or `invalid_state`
 */
export async function createCaptureLink(
  caller: Caller,
  sessionId: string,
  { sessions, newIdentifier, clock }: CreateCaptureLinkDependencies,
): Promise<{ readonly id: string }> {
  await readOpenSession(sessions, caller, sessionId, clock());
  return { id: newIdentifier(ID_PREFIXES.captureLink) };
}

/**
 * Returns a link with a secret of its own for every answer, also to a repeated request: the secret of the
 * earlier answer is void then.
 * @throws Problem `not_found`, `session_expired` or `invalid_state`, which also says that the link was used
 */
export async function toCaptureLinkView(
  caller: Caller,
  sessionId: string,
  { id }: { readonly id: string },
  { sessions, captureLinks, pageUrl, newSecret, clock, emit }: CreateCaptureLinkDependencies,
): Promise<CaptureLinkView> {
  const now = clock();
  await readOpenSession(sessions, caller, sessionId, now);
  const secret = secretOf(caller.tenant, sessionId, newSecret(SECRET_BYTES));
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const links = withLink(await captureLinks.get(caller.tenant, sessionId), id, secret, now);
    if (!links)
      throw new Problem(
        'invalid_state',
        'this capture link was used; create another one with a new Idempotency-Key',
      );
    if (!(await captureLinks.put(caller.tenant, sessionId, links))) continue;
    emit('CaptureLink', 1, { Result: 'created' });
    return {
      url: linkAddress(pageUrl, secret),
      expires_at: new Date(now.getTime() + LINK_LIFETIME_MS).toISOString(),
    };
  }
  throw new Error(`the capture links of ${sessionId} were changed in each of ${MAX_ATTEMPTS} attempts`);
}
