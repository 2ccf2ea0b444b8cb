import type { Generations } from '../collections/contract.ts';
import { evidencePrefix } from '../images/domain/evidence-key.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { invalidRequest } from '../kernel/problem.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { CreateWatchlistEntryRequest } from './contract.ts';
import { unfinishedDue, type WatchlistEntry } from './domain/watchlist-entry.ts';
import { requireList } from './entry-access.ts';
import type { WatchlistEntries } from './ports/watchlist-entries.ts';

export interface CreateWatchlistEntryDependencies {
  readonly entries: Pick<WatchlistEntries, 'add'>;
  readonly sessions: Pick<SessionStore, 'get'>;
  /** The configured generations, with the watchlists. */
  readonly declared: Generations;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
}

/**
 * Adds an entry that waits for its image: the selfie of a session, or an upload. Nothing is searched for it
 * until it is completed.
 * @throws Problem `not_found` for an unknown list, `invalid_request` for a session without a selfie, or an
 * expiry in the past
 */
export async function createWatchlistEntry(
  { tenant, subject }: Caller,
  listId: string,
  { reason, source, expires_at, legal_hold, session_id }: CreateWatchlistEntryRequest,
  { entries, sessions, declared, clock, newIdentifier }: CreateWatchlistEntryDependencies,
): Promise<WatchlistEntry> {
  requireList(declared, tenant, listId);
  const now = clock();
  if (expires_at !== undefined && Date.parse(expires_at) <= now.getTime())
    throw invalidRequest('expires_at', 'must be in the future');
  const id = newIdentifier(ID_PREFIXES.watchlistEntry);
  const image =
    session_id === undefined
      ? { key: `${evidencePrefix({ id, tenant }, 'watchlist')}/image` }
      : await selfieOf(tenant, session_id, sessions);
  const entry: WatchlistEntry = {
    tenant,
    list_id: listId,
    id,
    state: 'pending',
    revision: 1,
    reason,
    source,
    ...(expires_at === undefined ? {} : { expires_at }),
    ...(legal_hold === undefined ? {} : { legal_hold }),
    added_by: subject,
    added_at: now.toISOString(),
    ...(session_id === undefined ? {} : { session_id }),
    image,
    due_at: unfinishedDue(now),
  };
  await entries.add(entry);
  return entry;
}

async function selfieOf(
  tenant: string,
  sessionId: string,
  sessions: Pick<SessionStore, 'get'>,
): Promise<ImageReference> {
  const session = await sessions.get(tenant, sessionId);
  if (!session?.selfie)
    throw invalidRequest('session_id', `session ${sessionId} does not exist, or has no selfie`);
  const { key, version_id } = session.selfie;
  return version_id === undefined ? { key } : { key, version_id };
}
