import { expect, it } from 'vitest';
import { changedMeanwhile, requireEntry, requireList } from '../../../lambda/watchlist/entry-access.ts';
import { anEntry, InMemoryWatchlistEntries } from '../../support/lambda/a-watchlist.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

it('a list is found by the tenant that has it, and by no other', () => {
  const declared = { default: [aGeneration()], tenants: {}, watchlists: { [TENANT]: ['fraud'] } };
  expect(() => requireList(declared, TENANT, 'fraud')).not.toThrow();
  expect(() => requireList(declared, 'globex', 'fraud')).toThrow('does not exist');
});

it('an entry is found in its own list and tenant', async () => {
  const entries = new InMemoryWatchlistEntries(anEntry());
  expect(await requireEntry(entries, TENANT, 'fraud', 'wle_1')).toEqual(anEntry());
  for (const [tenant, list, id] of [
    [TENANT, 'pep', 'wle_1'],
    ['globex', 'fraud', 'wle_1'],
    [TENANT, 'fraud', 'wle_2'],
  ] as const)
    await expect(requireEntry(entries, tenant, list, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(changedMeanwhile(anEntry())).toMatchObject({ code: 'invalid_state' });
});
