import { describe, expect, it } from 'vitest';
import { checkWatchlistsAtLogin } from '../../../lambda/authentication/check-watchlists-at-login.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { aDuplicateSearch } from '../../support/lambda/a-duplicate-search.ts';
import { aSession, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryAllowedPairs } from '../../support/lambda/in-memory-allowed-pairs.ts';
import { anImageOf } from '../../support/lambda/in-memory-collections.ts';

const NOTHING = { declinedFor: [], noted: [] };

/** A login of ann, whose tenant has a list; the list is searched as the policy says. */
function aLogin(at_login: 'off' | 'review' | 'decline', lists: readonly string[] = ['fraud']) {
  const search = aDuplicateSearch('ann', undefined, {}, lists);
  const pairs = new InMemoryAllowedPairs();
  const dependencies = {
    ...search,
    pairs,
    policy: { ...DEFAULT_POLICY, watchlist: { on_hit: 'review' as const, at_login } },
  };
  const session = aSession({ type: 'authentication', status: 'processing' });
  return {
    ...dependencies,
    check: () => checkWatchlistsAtLogin(session, anImageOf('ann'), dependencies),
    checked: () => search.sessions.stored(TENANT, 'vs_1').checks.watchlist_search,
  };
}

describe('a login of somebody on a watchlist', () => {
  it('goes on, and is noted for a case', async () => {
    const login = aLogin('review');
    login.addEntry('ann');
    expect(await login.check()).toEqual({ declinedFor: [], noted: ['watchlist_hit'] });
    expect(login.checked()).toMatchObject({
      status: 'failed',
      reason_codes: ['watchlist_hit'],
      matches: [{ list_id: 'fraud', entry_id: 'wle_ann' }],
    });
    expect(login.metrics.filter(({ name }) => name === 'WatchlistHit')).toHaveLength(1);
  });

  it('is declined where the policy says so', async () => {
    const login = aLogin('decline');
    login.addEntry('ann');
    expect(await login.check()).toEqual({ declinedFor: ['watchlist_hit'], noted: [] });
  });

  it('goes on if a reviewer has found that the user is somebody else', async () => {
    const login = aLogin('decline');
    login.addEntry('ann');
    login.pairs.allow('user-1', 'watchlist#fraud#wle_ann');
    expect(await login.check()).toEqual(NOTHING);
    expect(login.checked()).toMatchObject({ status: 'passed' });
  });
});

describe('a login of nobody on a watchlist', () => {
  it('goes on, with the search in its report', async () => {
    const login = aLogin('decline');
    login.addEntry('bob');
    expect(await login.check()).toEqual(NOTHING);
    expect(login.checked()).toMatchObject({ status: 'passed', billable_calls: { SearchFacesByImage: 1 } });
  });

  it('asks nothing where the policy does not, or the tenant has no list', async () => {
    for (const login of [aLogin('off'), aLogin('decline', [])]) {
      expect(await login.check()).toEqual(NOTHING);
      expect(login.checked()).toBeUndefined();
      expect(login.collections.calls).toEqual([]);
    }
  });
});
