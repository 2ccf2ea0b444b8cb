import { describe, expect, it } from 'vitest';
import type { Generation } from '../../../lambda/collections/contract.ts';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import type { Migration } from '../../../lambda/migration/domain/migration.ts';
import {
  type CreateMigrationDependencies,
  createMigration,
  getMigration,
} from '../../../lambda/migration/migrations.ts';
import { aMigration } from '../../support/lambda/a-migration.ts';
import { anOperator, NOON, TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const OPERATOR = anOperator();
const G1 = aGeneration({ shards: 2 });
const G2 = aGeneration({ generation: 'g2', shards: 3 });

/** Begins a migration where nothing else is said. */
function begin(to = 'g2', changes: Partial<CreateMigrationDependencies> = {}) {
  const created: unknown[] = [];
  const started: unknown[] = [];
  const described: string[] = [];
  const kept: string[] = [];
  const { emit, metrics } = recordedMetrics();
  const migration = createMigration(
    OPERATOR,
    { to },
    {
      migrations: {
        create: async (...args) => {
          created.push(args);
          return true;
        },
        list: async () => ({ migrations: [] }),
      },
      generations: {
        get: async () => ({ revision: 4, active: G1 }),
        keep: async (_tenant: string, { generation }: Generation) => void kept.push(generation),
      },
      declared: { default: [], tenants: { [TENANT]: [G1, G2] } },
      inventory: {
        describe: async (id) => {
          described.push(id);
          // the second shard is not deployed yet
          return id.endsWith('.0') ? { faceCount: 7, userCount: 0, faceModelVersion: '7.0' } : undefined;
        },
      },
      collectionPrefix: 'p',
      workflow: {
        start: async (input) => {
          started.push(input);
        },
      },
      clock: () => NOON,
      newIdentifier: (prefix) => `${prefix}_1`,
      emit,
      ...changes,
    },
  );
  return { created, started, described, kept, metrics, migration };
}

describe('a new migration', () => {
  it('moves what the active generation holds, where nobody has changed the generations meanwhile', async () => {
    const { created, started, described, kept, metrics, migration } = begin();
    const wanted = aMigration({ total: 7, work: { started_at: NOON.toISOString(), done: 0 } });
    expect(await migration).toEqual(wanted);
    expect(created).toEqual([[wanted, 4]]);
    expect(metrics).toEqual([{ name: 'MigrationChanged', value: 1, dimensions: { Change: 'started' } }]);
    expect(described).toEqual(['p.acme.g1.0', 'p.acme.g1.1']);
    const listed = begin('g2', {
      declared: { default: [], tenants: { [TENANT]: [G1, G2] }, watchlists: { [TENANT]: ['fraud'] } },
    });
    // two collections of seven faces: the first shard, and the list
    expect(await listed.migration).toMatchObject({ total: 14 });
    expect(listed.described).toEqual(['p.acme.g1.0', 'p.acme.g1.1', 'p.acme.g1_fraud.0']);
    // the first face may be written as soon as the migration runs
    expect(kept).toEqual(['g2']);
    expect(started).toEqual([{ tenant: TENANT, migration_id: 'mig_1', attempt: 'fill' }]);
  });

  it.each([
    ['a generation that is not declared', 'g9', {}, 'invalid_request', 'g1, g2'],
    ['the active generation', 'g1', {}, 'invalid_state', '"g1"'],
    [
      'any while another one runs',
      'g2',
      {
        migrations: {
          create: answering(true),
          list: listing(aMigration({ id: 'mig_0', status: 'draining' })),
        },
      },
      'invalid_state',
      'mig_0',
    ],
    [
      'any where another one has begun at this moment',
      'g2',
      { migrations: { create: answering(false), list: listing() } },
      'invalid_state',
      '',
    ],
  ] as const)('is refused to %s', async (_to, to, changes, code, says) => {
    const { started, metrics, migration } = begin(to, changes);
    await expect(migration).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
    expect([started, metrics]).toEqual([[], []]);
  });

  it.each(['drained', 'canceled'] as const)('follows one that is %s', async (status) => {
    const asked: unknown[] = [];
    const list: CreateMigrationDependencies['migrations']['list'] = async (...args) => {
      asked.push(args);
      return { migrations: [aMigration({ id: 'mig_0', status })] };
    };
    const { migration } = begin('g2', { migrations: { create: async () => true, list } });
    expect(await migration).toMatchObject({ status: 'filling' });
    expect(asked).toEqual([[TENANT, 1]]);
  });
});

function answering(isCreated: boolean) {
  return async (): Promise<boolean> => isCreated;
}

function listing(...migrations: Migration[]) {
  return async () => ({ migrations });
}

describe('a migration', () => {
  it('is found by its id, and only by its tenant', async () => {
    const get = async (tenant: string, id: string) =>
      tenant === TENANT && id === 'mig_1' ? aMigration() : undefined;
    expect(await getMigration(OPERATOR, 'mig_1', { get })).toEqual(aMigration());
    const other: Caller = { ...OPERATOR, tenant: 'globex' };
    for (const [caller, id] of [
      [OPERATOR, 'mig_2'],
      [other, 'mig_1'],
    ] as const)
      await expect(getMigration(caller, id, { get })).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining(id),
      });
  });
});
