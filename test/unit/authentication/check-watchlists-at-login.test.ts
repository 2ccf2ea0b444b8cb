import { describe, expect, it } from 'vitest';
import { checkWatchlistsAtLogin } from '../../../lambda/authentication/check-watchlists-at-login.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { aDuplicateSearch } from '../../support/lambda/a-duplicate-search.ts';
import { InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { aSession, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryAllowedPairs } from '../../support/lambda/in-memory-allowed-pairs.ts';
import { anImageOf } from '../../support/lambda/in-memory-collections.ts';

/** A login of ann, whose tenant has a list; the list is searched as the policy says. */
function aLogin(at_login: 'off' | 'review' | 'decline', lists: readonly string[] = ['fraud']) {
  const search = aDuplicateSearch('ann', undefined, {}, lists);
  const cases = new InMemoryReviewCases();
  const pairs = new InMemoryAllowedPairs();
  const dependencies = {
    ...search,
    cases,
    pairs,
    settings: { retentionDays: 400 },
    policy: { ...DEFAULT_POLICY, watchlist: { on_hit: 'review' as const, at_login } },
    newIdentifier: (prefix: string) => `${prefix}_1`,
  };
  const session = aSession({ type: 'authentication', status: 'processing' });
  return {
    ...dependencies,
    cases: cases.cases,
    check: () => checkWatchlistsAtLogin(session, anImageOf('ann'), dependencies),
    checked: () => search.sessions.stored(TENANT, 'vs_1').checks.watchlist_search,
  };
}

describe('a login of somebody on a watchlist', () => {
  it('goes on, and opens a case, once however often it is repeated', async () => {
    const login = aLogin('review');
    login.addEntry('ann');
    for (const _time of ['first', 'after a fault']) expect(await login.check()).toEqual([]);
    expect(login.cases).toMatchObject([
      {
        reason: 'watchlist_hit',
        session: { id: 'vs_1', run: 1, user_id: 'user-1' },
        matches: [{ list_id: 'fraud', entry_id: 'wle_ann' }],
        similarity: 99.9,
        face_model_version: '7.0',
      },
    ]);
    expect(login.checked()).toMatchObject({ status: 'failed', reason_codes: ['watchlist_hit'] });
    expect(login.metrics.filter(({ name }) => name === 'ReviewCaseOpened')).toHaveLength(1);
  });

  it('is declined where the policy says so, and opens none', async () => {
    const login = aLogin('decline');
    login.addEntry('ann');
    expect(await login.check()).toEqual(['watchlist_hit']);
    expect(login.cases).toEqual([]);
  });

  it('goes on if a reviewer has found that the user is somebody else', async () => {
    const login = aLogin('decline');
    login.addEntry('ann');
    login.pairs.allow('user-1', 'watchlist#fraud#wle_ann');
    expect(await login.check()).toEqual([]);
    expect(login.checked()).toMatchObject({ status: 'passed' });
  });
});

describe('a login of nobody on a watchlist', () => {
  it('goes on, with the search in its report', async () => {
    const login = aLogin('decline');
    login.addEntry('bob');
    expect(await login.check()).toEqual([]);
    expect(login.checked()).toMatchObject({ status: 'passed', billable_calls: { SearchFacesByImage: 1 } });
  });

  it('asks nothing where the policy does not, or the tenant has no list', async () => {
    for (const login of [aLogin('off'), aLogin('decline', [])]) {
      expect(await login.check()).toEqual([]);
      expect(login.checked()).toBeUndefined();
      expect(login.collections.calls).toEqual([]);
    }
  });
});
