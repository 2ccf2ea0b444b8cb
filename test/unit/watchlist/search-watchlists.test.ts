import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { EntryState } from '../../../lambda/watchlist/domain/watchlist-entry.ts';
import { searchWatchlists } from '../../../lambda/watchlist/search-watchlists.ts';
import { anEntry, InMemoryWatchlistEntries, LIST } from '../../support/lambda/a-watchlist.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections, NOBODY } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const PEP = 'face-idv.acme.g1_pep.0';

/** A tenant with two watchlists. */
function someLists(lists: readonly string[] = ['fraud', 'pep']) {
  const collections = new InMemoryCollections();
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const entries = new InMemoryWatchlistEntries();
  const { emit, metrics } = recordedMetrics();
  const dependencies = {
    collections,
    enrollments,
    entries,
    ...searchPorts(collections),
    declared: {
      default: [aGeneration()],
      tenants: {},
      ...(lists.length > 0 ? { watchlists: { [TENANT]: [...lists] } } : {}),
    },
    collectionPrefix: 'face-idv',
    generations: activeGenerations({ vectors: 'user' }),
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    emit,
  };
  const add = (who: string, id: string, changes: Parameters<typeof anEntry>[0] = {}) => {
    const entry = anEntry({ id, state: 'active', ...changes });
    const face_id = collections.add(entry.list_id === 'pep' ? PEP : LIST, who);
    const owner = { kind: 'watchlist', list_id: entry.list_id, entry_id: id } as const;
    enrollments.faces.set(face_id, { state: 'mapped', entry: owner });
    entries.rows.set(id, entry);
    return face_id;
  };
  const search = (allowed: readonly string[] = [], who = 'ann') =>
    searchWatchlists(anImageOf(who), TENANT, new Set(allowed), dependencies);
  return { collections, enrollments, entries, metrics, add, search };
}

describe('searching the watchlists of a tenant', () => {
  it('asks each list once, by face, and names the list and the entry of each hit', async () => {
    const lists = someLists();
    const one = lists.add('ann', 'wle_1');
    const other = lists.add('ann', 'wle_2', { list_id: 'pep' });
    lists.add('bob', 'wle_3');
    const found = await lists.search();
    expect(found?.hits).toEqual([
      { list_id: 'fraud', entry_id: 'wle_1', similarity: 99.9, face_id: one, collection_id: LIST },
      { list_id: 'pep', entry_id: 'wle_2', similarity: 99.9, face_id: other, collection_id: PEP },
    ]);
    expect(found).toMatchObject({ sawFace: true, calls: { SearchFacesByImage: 2 } });
    expect(found?.shards.map(({ collection_id, threshold }) => [collection_id, threshold])).toEqual([
      [LIST, 95],
      [PEP, 95],
    ]);
    expect([...lists.collections.calls].sort()).toEqual([`search ${LIST}`, `search ${PEP}`]);
    // lists are counted apart from the shards of users
    expect(lists.metrics).toContainEqual({
      name: 'CollectionSearched',
      value: 1,
      dimensions: { Shard: 'watchlist' },
    });
  });

  it('asks nothing for a tenant without a list', async () => {
    const lists = someLists([]);
    expect(await lists.search()).toBeUndefined();
    expect(lists.collections.calls).toEqual([]);
  });

  it.each<[EntryState, string | undefined]>([
    ['pending', undefined],
    ['rejected', undefined],
    ['removing', undefined],
    ['active', NOON.toISOString()],
  ])('finds no entry that is %s and expires at %s', async (state, expires_at) => {
    const lists = someLists();
    lists.add('ann', 'wle_1', { state, ...(expires_at === undefined ? {} : { expires_at }) });
    lists.add('ann', 'wle_2', { expires_at: minutesAfter(1).toISOString() });
    expect((await lists.search())?.hits.map(({ entry_id }) => entry_id)).toEqual(['wle_2']);
  });

  it('takes no face for a hit that is not mapped, or whose entry is gone', async () => {
    const lists = someLists();
    lists.enrollments.faces.set(lists.add('ann', 'wle_1'), { state: 'revoked' });
    lists.enrollments.faces.set(lists.add('ann', 'wle_2'), { state: 'mapped', user_id: 'ann' });
    lists.collections.add(LIST, 'ann');
    lists.add('ann', 'wle_3');
    lists.entries.rows.delete('wle_3');
    expect((await lists.search())?.hits).toEqual([]);
  });

  it('respects that a reviewer has found the user to be somebody else than an entry', async () => {
    const lists = someLists();
    lists.add('ann', 'wle_1');
    lists.add('ann', 'wle_2');
    const found = await lists.search(['watchlist#fraud#wle_1', 'wle_2']);
    expect(found?.hits.map(({ entry_id }) => entry_id)).toEqual(['wle_2']);
  });

  it('says so where it sees no face', async () => {
    const lists = someLists();
    lists.add('ann', 'wle_1');
    expect(await lists.search([], NOBODY)).toMatchObject({ sawFace: false, hits: [] });
  });

  it('fails when a list does not answer, rather than say that nobody is on it', async () => {
    const lists = someLists();
    lists.collections.broken.set(PEP, Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await expect(lists.search()).rejects.toMatchObject({ name: 'SearchRefused' });
  });
});
