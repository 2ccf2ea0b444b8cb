import { expect, it } from 'vitest';
import { removeDueEntries } from '../../../lambda/watchlist/remove-due-entries.ts';
import { anEntry, aWatchlist, TOMORROW } from '../../support/lambda/a-watchlist.ts';
import { minutesAfter, TENANT } from '../../support/lambda/builders.ts';

const due = minutesAfter(-1).toISOString();

it('entries that are due are removed, and no other', async () => {
  const list = aWatchlist(anEntry({ expires_at: minutesAfter(30).toISOString() }));
  await list.complete();
  list.metrics.length = 0;
  for (const id of ['wle_2', 'wle_3'])
    await list.entries.add(anEntry({ id, due_at: due, image: { key: id } }));
  await list.entries.add(anEntry({ id: 'wle_4', due_at: TOMORROW, image: { key: 'wle_4' } }));
  await removeDueEntries(TENANT, list.ports);
  expect([...list.entries.rows.keys()]).toEqual(['wle_1', 'wle_4']);
  const one = { name: 'WatchlistEntryChanged', value: 1, dimensions: { Result: 'due' } };
  expect(list.metrics).toEqual([one, one]);
  await removeDueEntries(TENANT, { ...list.ports, clock: () => minutesAfter(31) });
  expect([...list.entries.rows.keys()]).toEqual(['wle_4']);
  expect(list.collections.allFaceIds()).toEqual([]);
});

it('an entry that cannot be removed is reported, after the others were removed', async () => {
  const list = aWatchlist(anEntry({ due_at: due }));
  await list.entries.add(anEntry({ id: 'wle_2', due_at: due, image: { key: 'other' } }));
  const images = {
    delete: async (key: string) => {
      if (key !== 'other') throw new Error('no answer');
    },
  };
  await expect(removeDueEntries(TENANT, { ...list.ports, images })).rejects.toThrow('no answer');
  expect([...list.entries.rows.values()]).toMatchObject([{ id: 'wle_1', state: 'removing' }]);
  await removeDueEntries(TENANT, list.ports);
  expect(list.entries.rows.size).toBe(0);
});
