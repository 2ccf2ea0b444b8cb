import type { VerificationPolicy } from '../kernel/policy.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck, type Verdict } from '../sessions/record-check.ts';
import { watchlistFindings } from '../watchlist/domain/watchlist-findings.ts';
import { type SearchWatchlistsDependencies, searchWatchlists } from '../watchlist/search-watchlists.ts';
import type { RegistrationInput } from './contract.ts';

export interface CheckWatchlistsDependencies extends SearchWatchlistsDependencies {
  readonly sessions: SessionStore;
  readonly policy: VerificationPolicy;
}

/**
 * Searches the watchlists of the tenant for the face of a registration, and records what they say.
 * @param allowed owners who form an allowed pair with the user who registers
 * @returns that the registration may go on, also if the tenant has no watchlist; nothing is recorded then
 * @throws SearchIncomplete if a list did not answer
 */
export async function checkWatchlists(
  image: Uint8Array,
  registration: RegistrationInput,
  allowed: ReadonlySet<string>,
  dependencies: CheckWatchlistsDependencies,
): Promise<Verdict> {
  const { policy, clock, emit } = dependencies;
  const startedAt = clock();
  const search = await searchWatchlists(image, registration.tenant, allowed, dependencies);
  if (!search) return { continue: true, reason_codes: [] };
  const findings = watchlistFindings(search, policy.search.max_matches);
  if (findings.reasons.includes('watchlist_hit')) emit('WatchlistHit', 1, {});
  return recordCheck(registration, 'watchlist_search', findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
}
