import { describe, expect, it } from 'vitest';
import { galleryOf } from '../../../lambda/collections/contract.ts';
import type { CollectionDescription } from '../../../lambda/collections/ports/collection-inventory.ts';
import {
  type ListCollectionsDependencies,
  listCollections,
} from '../../../lambda/migration/list-collections.ts';
import { aMigration } from '../../support/lambda/a-migration.ts';
import { anOperator, TENANT } from '../../support/lambda/builders.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryMigrations } from '../../support/lambda/in-memory-migrations.ts';

const g1 = aGeneration({ shards: 2 });
const g2 = aGeneration({ generation: 'g2', shards: 1, vectors: 'user' });

/** An inventory with these collections, which counts how many it is asked for at a time. */
function anInventory(held: Readonly<Record<string, Partial<CollectionDescription>>>) {
  const asked: string[] = [];
  return {
    asked,
    describe: async (id: string) => {
      asked.push(id);
      const found = held[id];
      return found && { faceCount: 0, userCount: 0, faceModelVersion: '7.0', ...found };
    },
  };
}

const aTenant = (changes: Partial<ListCollectionsDependencies> = {}): ListCollectionsDependencies => ({
  declared: { default: [g1, g2], tenants: {} },
  collectionPrefix: 'face-idv',
  roles: activeGenerations({ shards: 2 }, { filling: g2 }),
  shapes: { list: async () => [g1, g2] },
  migrations: new InMemoryMigrations(aMigration()),
  inventory: anInventory({
    'face-idv.acme.g1.0': { faceCount: 3_000_000 },
    'face-idv.acme.g1.1': { faceCount: 0 },
    'face-idv.acme.g2.0': { faceCount: 2_000_000, userCount: 9_000_000, faceModelVersion: '8.0' },
  }),
  wait: async () => {},
  ...changes,
});

const WHOLE = { limit: 50 };

describe('the collections of a tenant', () => {
  it('are listed by generation with state, fill and face model', async () => {
    const { data, has_more, next_cursor } = await listCollections(anOperator(), WHOLE, aTenant());
    expect([has_more, next_cursor]).toEqual([false, null]);
    expect(data[0]).toEqual({
      id: 'face-idv.acme.g1.0',
      generation: 'g1',
      state: 'active',
      shard: 0,
      shards: 2,
      shard_key: { kind: 'hash' },
      vectors: 'face',
      face_limit: 20_000_000,
      faces: 3_000_000,
      users: 0,
      fill_percent: 15,
      face_model_version: '7.0',
    });
    expect(data.map(({ id, state, fill_percent }) => [id, state, fill_percent])).toEqual([
      ['face-idv.acme.g1.0', 'active', 15],
      ['face-idv.acme.g1.1', 'active', 0],
      // ten million users fit where 20 million faces do
      ['face-idv.acme.g2.0', 'filling', 90],
    ]);
  });

  it('include the watchlists of each generation', async () => {
    const declared = { default: [g1], tenants: {}, watchlists: { [TENANT]: ['fraud'] } };
    const { data } = await listCollections(anOperator(), WHOLE, aTenant({ declared }));
    expect(data.at(-1)).toMatchObject({
      id: `face-idv.acme.${galleryOf('g1', 'fraud').generation}.0`,
      generation: 'g1',
      state: 'active',
      list_id: 'fraud',
      shards: 1,
    });
  });

  it('have no measures while they are not there', async () => {
    const { data } = await listCollections(anOperator(), WHOLE, aTenant({ inventory: anInventory({}) }));
    expect(data[0]).not.toHaveProperty('faces');
    expect(data[0]).not.toHaveProperty('face_model_version');
  });

  it('are measured by the page', async () => {
    const inventory = anInventory({});
    const first = await listCollections(anOperator(), { limit: 2 }, aTenant({ inventory }));
    expect([first.has_more, first.next_cursor]).toEqual([true, 'face-idv.acme.g1.1']);
    expect(inventory.asked).toEqual(['face-idv.acme.g1.0', 'face-idv.acme.g1.1']);
    const cursor = first.next_cursor ?? undefined;
    const second = await listCollections(anOperator(), { limit: 2, cursor }, aTenant());
    expect(second.data.map(({ id }) => id)).toEqual(['face-idv.acme.g2.0']);
    expect(second.has_more).toBe(false);
  });

  it('are measured one after another where the quota takes no more at once', async () => {
    const waits: number[] = [];
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    let failures = 3;
    const describe = async () => {
      failures -= 1;
      if (failures >= 0) throw throttled;
      return { faceCount: 1, userCount: 0, faceModelVersion: '7.0' };
    };
    const wait = async (ms: number) => waits.push(ms);
    const { data } = await listCollections(anOperator(), WHOLE, aTenant({ inventory: { describe }, wait }));
    expect(data.map(({ fill_percent }) => fill_percent)).toEqual([0.000005, 0.000005, 0.000005]);
    expect(waits).toEqual([1000, 1000, 1000]);
    failures = Number.POSITIVE_INFINITY;
    await expect(
      listCollections(anOperator(), WHOLE, aTenant({ inventory: { describe }, wait })),
    ).rejects.toBe(throttled);
  });

  it('begin at no cursor of another list', async () => {
    await expect(
      listCollections(anOperator(), { limit: 2, cursor: 'face-idv.other.g1.0' }, aTenant()),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('have their copy in the second region beside them, also if that does not answer', async () => {
    const second = {
      region: 'eu-central-1',
      replicas: { areComplete: async (_: string, id?: string) => id === 'face-idv.acme.g1.0' },
      inventory: {
        describe: async (id: string) => {
          if (id === 'face-idv.acme.g2.0') throw new Error('away');
          return { faceCount: 2_000_000, userCount: 0, faceModelVersion: '7.0' };
        },
      },
    };
    const { data } = await listCollections(anOperator(), WHOLE, aTenant({ second }));
    const measures = { faces: 2_000_000, users: 0, fill_percent: 10, face_model_version: '7.0' };
    expect(data.map(({ second_region }) => second_region)).toEqual([
      { region: 'eu-central-1', complete: true, ...measures },
      { region: 'eu-central-1', complete: false, ...measures },
      { region: 'eu-central-1', complete: false },
    ]);
  });
});
