import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import { watchlistFindings } from '../watchlist/domain/watchlist-findings.ts';
import { type SearchWatchlistsDependencies, searchWatchlists } from '../watchlist/search-watchlists.ts';
import { type LoginFindings, listedLogin } from './domain/login-decision.ts';

export interface CheckWatchlistsAtLoginDependencies extends SearchWatchlistsDependencies {
  readonly sessions: SessionStore;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
  readonly policy: VerificationPolicy;
}

const UNLISTED: LoginFindings = { declinedFor: [], noted: [] };

/**
 * Searches the watchlists of the tenant for the face of a user who has been recognized, where the policy asks
 * for it. Nobody can wait for a reviewer at a login: a hit either ends it, or is noted with its approval.
 * @param selfie as it was recognized
 * @throws SearchIncomplete if a list did not answer
 */
export async function checkWatchlistsAtLogin(
  session: VerificationSession,
  selfie: Uint8Array,
  dependencies: CheckWatchlistsAtLoginDependencies,
): Promise<LoginFindings> {
  const { policy, pairs, clock, emit } = dependencies;
  const { tenant, user_id, type, id: session_id } = session;
  const { at_login } = policy.watchlist;
  if (at_login === 'off') return UNLISTED;
  const startedAt = clock();
  const allowed = await pairs.pairedWith(tenant, user_id);
  const search = await searchWatchlists(selfie, tenant, allowed, dependencies);
  if (!search) return UNLISTED;
  const findings = watchlistFindings(search, policy.search.max_matches);
  const { reasons } = findings;
  await recordCheck({ tenant, session_id, type }, 'watchlist_search', findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
  if (reasons.includes('watchlist_hit')) emit('WatchlistHit', 1, {});
  return listedLogin(reasons, policy.watchlist);
}
