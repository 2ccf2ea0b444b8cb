import { expect, it } from 'vitest';
import { checkWatchlists } from '../../../lambda/registration/check-watchlists.ts';
import { aDuplicateSearch } from '../../support/lambda/a-duplicate-search.ts';
import { aRegistration, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf } from '../../support/lambda/in-memory-collections.ts';

const check = (search: ReturnType<typeof aDuplicateSearch>, allowed: readonly string[] = []) =>
  checkWatchlists(anImageOf('ann'), aRegistration(), new Set(allowed), search);
const stored = (search: ReturnType<typeof aDuplicateSearch>) =>
  search.sessions.stored(TENANT, 'vs_1').checks.watchlist_search;

it('a face on a watchlist ends the registration for a reason that says nothing', async () => {
  const search = aDuplicateSearch('ann', undefined, {}, ['fraud']);
  search.addEntry('ann');
  expect(await check(search)).toEqual({ continue: false, reason_codes: ['watchlist_hit'] });
  expect(stored(search)).toMatchObject({ status: 'failed', matches: [{ entry_id: 'wle_ann' }] });
  expect(search.metrics.filter(({ name }) => name === 'WatchlistHit')).toHaveLength(1);
});

it('nobody on a watchlist, or somebody who was found to be another, lets it go on', async () => {
  const search = aDuplicateSearch('ann', undefined, {}, ['fraud']);
  search.addEntry('bob');
  expect(await check(search)).toEqual({ continue: true, reason_codes: [] });
  search.addEntry('ann');
  expect(await check(search, ['watchlist#fraud#wle_ann'])).toMatchObject({ continue: true });
  expect(stored(search)).toMatchObject({ status: 'passed', matches: [] });
  expect(search.metrics.map(({ name }) => name)).not.toContain('WatchlistHit');
});

it('a tenant without a watchlist has no such check', async () => {
  const search = aDuplicateSearch();
  expect(await check(search)).toEqual({ continue: true, reason_codes: [] });
  expect(stored(search)).toBeUndefined();
});
