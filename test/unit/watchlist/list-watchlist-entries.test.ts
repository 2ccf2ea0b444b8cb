import { expect, it } from 'vitest';
import { listWatchlistEntries } from '../../../lambda/watchlist/list-watchlist-entries.ts';
import { anEntry, InMemoryWatchlistEntries } from '../../support/lambda/a-watchlist.ts';
import { anOperator, NOON, TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

const declared = { default: [aGeneration()], tenants: {}, watchlists: { [TENANT]: ['fraud', 'pep'] } };

it('the entries of a list are listed page by page, newest first, without image and plan', async () => {
  const planned = { image_id: 'img_1', collection_ids: ['c'] };
  const entries = new InMemoryWatchlistEntries(
    anEntry({ planned }),
    anEntry({ id: 'wle_2', list_id: 'pep' }),
    anEntry({ id: 'wle_3', state: 'active' }),
  );
  const list = (cursor?: string) =>
    listWatchlistEntries(anOperator(), 'fraud', { limit: 1, cursor }, { entries, declared });
  const view = {
    list_id: 'fraud',
    reason: { code: 'confirmed_fraud' },
    source: 'fraud team',
    added_by: 'olivia',
    added_at: NOON.toISOString(),
  };
  expect(await list()).toEqual({
    data: [{ ...view, id: 'wle_3', state: 'active' }],
    has_more: true,
    next_cursor: 'wle_3',
  });
  expect(await list('wle_3')).toEqual({
    data: [{ ...view, id: 'wle_1', state: 'pending' }],
    has_more: false,
    next_cursor: null,
  });
});

it('fails for a list that the tenant does not have, and names those that it has', async () => {
  const entries = new InMemoryWatchlistEntries();
  const list = (tenant: string) =>
    listWatchlistEntries({ ...anOperator(), tenant }, 'other', { limit: 1 }, { entries, declared });
  await expect(list(TENANT)).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('this tenant has fraud, pep'),
  });
  await expect(list('globex')).rejects.toMatchObject({ message: expect.stringContaining('has none') });
});
