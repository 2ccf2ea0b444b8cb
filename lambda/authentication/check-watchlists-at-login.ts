import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import type { CheckFindings } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import { type OpenReviewCaseDependencies, openReviewCase } from '../review-cases/open-review-case.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import { watchlistFindings } from '../watchlist/domain/watchlist-findings.ts';
import { type SearchWatchlistsDependencies, searchWatchlists } from '../watchlist/search-watchlists.ts';

export interface CheckWatchlistsAtLoginDependencies
  extends SearchWatchlistsDependencies,
    OpenReviewCaseDependencies {
  readonly sessions: SessionStore;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
  readonly policy: VerificationPolicy;
}

/**
 * Searches the watchlists of the tenant for the face of a user who has been recognized, where the policy asks
 * for it. Nobody can wait for a reviewer at a login: it either ends for the hit, or goes on and opens a case.
 * That comes before the decision, after which a repetition would not reach it.
 * @param selfie as it was recognized
 * @returns why the login is declined; empty if it goes on
 * @throws SearchIncomplete if a list did not answer
 */
export async function checkWatchlistsAtLogin(
  session: VerificationSession,
  selfie: Uint8Array,
  dependencies: CheckWatchlistsAtLoginDependencies,
): Promise<readonly ReasonCode[]> {
  const { policy, pairs, clock, emit } = dependencies;
  const { tenant, user_id, id: session_id } = session;
  const { at_login } = policy.watchlist;
  if (at_login === 'off') return [];
  const startedAt = clock();
  const allowed = await pairs.pairedWith(tenant, user_id);
  const search = await searchWatchlists(selfie, tenant, allowed, dependencies);
  if (!search) return [];
  const findings = watchlistFindings(search, policy.search.max_matches);
  await recordCheck({ tenant, session_id }, 'watchlist_search', findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
  if (!findings.reasons.includes('watchlist_hit')) return findings.reasons;
  emit('WatchlistHit', 1, {});
  if (at_login === 'decline') return findings.reasons;
  await openReviewCase(questionAbout(session, findings), dependencies);
  return [];
}

const questionAbout = (
  { tenant, id, user_id }: VerificationSession,
  { matches = [], searchedShards = [] }: CheckFindings,
) => ({
  tenant,
  reason: 'watchlist_hit' as const,
  session: { id, run: 1, user_id },
  matches: [...matches],
  similarity: Math.max(...matches.map(({ similarity }) => similarity)),
  ...(searchedShards[0] ? { face_model_version: searchedShards[0].face_model_version } : {}),
});
