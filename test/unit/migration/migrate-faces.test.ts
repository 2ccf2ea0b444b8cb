import { describe, expect, it } from 'vitest';
import { ownerKey } from '../../../lambda/kernel/face-owner.ts';
import type { Migration, MigrationStatus } from '../../../lambda/migration/domain/migration.ts';
import { RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';
import {
  aTenantToMigrate as aTenant,
  G1,
  NEW,
  OLD,
  OLD_IMAGE,
  OTHER,
} from '../../support/lambda/a-tenant-to-migrate.ts';
import { minutesAfter, TENANT } from '../../support/lambda/builders.ts';

const named = (name: string) => Object.assign(new Error(name), { name });

describe('the work on a migration', () => {
  it('fills, verifies and builds until the new generation is ready', async () => {
    const tenant = aTenant();
    for (const [person, collection] of [
      ['ann', OLD],
      ['bob', OTHER],
    ] as const)
      tenant.enroll(person, collection);
    expect(await tenant.work()).toEqual({ status: 'done' });
    expect(tenant.migrations.migration).toMatchObject({
      status: 'ready',
      // the second pass has found everything in place
      pass: 2,
      counts: { indexed: 0, present: 2, failed: 0 },
      calls: { IndexFaces: 2 },
    });
    expect(tenant.rows.filter(({ collection_id }) => collection_id === NEW)).toHaveLength(2);
    expect(tenant.metrics.filter(({ name }) => name === 'FaceMigrated').slice(0, 4)).toEqual([
      { name: 'FaceMigrated', value: 1, dimensions: { Result: 'indexed' } },
      { name: 'FaceMigrated', value: 0, dimensions: { Result: 'failed' } },
      { name: 'FaceMigrated', value: 1, dimensions: { Result: 'indexed' } },
      { name: 'FaceMigrated', value: 0, dimensions: { Result: 'failed' } },
    ]);
  });

  it('moves the watchlists with the users, builds no vectors of them, and empties them at the end', async () => {
    const tenant = aTenant({}, 'user', ['fraud', 'pep']);
    tenant.enroll('ann', OLD);
    tenant.addEntry('mallory', 'fraud');
    tenant.addEntry('ann', 'pep');
    const inGeneration = (name: string) =>
      tenant.rows.filter(({ collection_id }) => collection_id.startsWith(`p.${TENANT}.${name}`));
    for (let calls = 0; calls < 20 && tenant.statusOf() !== 'ready'; calls += 1) {
      await tenant.work();
      tenant.users.publish();
    }
    expect(tenant.migrations.migration).toMatchObject({ status: 'ready', counts: { present: 3, failed: 0 } });
    expect(inGeneration('g2').map((row) => `${row.collection_id} ${ownerKey(row)}`)).toEqual([
      `${NEW} ann`,
      `p.${TENANT}.g2_fraud.0 watchlist#fraud#wle_mallory`,
      `p.${TENANT}.g2_pep.0 watchlist#pep#wle_ann`,
    ]);
    expect((await tenant.users.list(NEW)).users).toHaveLength(1);
    expect((await tenant.users.list(`p.${TENANT}.g2_fraud.0`)).users).toEqual([]);
    tenant.migrations.migration = {
      ...tenant.migrations.migration,
      status: 'draining',
      position: { shard: 0 },
    };
    await tenant.work();
    expect(tenant.statusOf()).toBe('drained');
    expect(inGeneration('g1')).toEqual([]);
    expect(tenant.collections.allFaceIds()).toHaveLength(3);
  });

  it.each(['ready', 'cut_over', 'drained', 'canceled'] as const)('is done where it is %s', async (status) => {
    const tenant = aTenant({ status });
    expect(await tenant.work()).toEqual({ status: 'done' });
    expect(tenant.statusOf()).toBe(status);
  });

  it('is done for a migration that nobody knows', async () => {
    const tenant = aTenant({ id: 'mig_2' });
    expect(await tenant.work()).toEqual({ status: 'done' });
    expect(tenant.statusOf()).toBe('filling');
  });

  it('goes on in another call once its time is over', async () => {
    const tenant = aTenant();
    tenant.stopAfter(2);
    expect(await tenant.work()).toEqual({ status: 'more' });
    // two pages: one of each shard
    expect(tenant.migrations.migration).toMatchObject({ status: 'filling', position: { shard: 2 } });
  });

  it.each([
    ['the shared rate is taken', new RateExhausted('full')],
    ['two change one user at the same time', named('ConflictException')],
    ['a face was taken into a vector again', named('FacesNotDeleted')],
  ])('goes on in another call where %s', async (_what, error) => {
    const tenant = aTenant();
    tenant.enroll('ann', OLD);
    tenant.collections.broken.set(NEW, error);
    expect(await tenant.work()).toEqual({ status: 'more' });
    expect(tenant.migrations.migration).toMatchObject({ status: 'filling', position: { shard: 0 } });
  });

  it('fails for any other reason', async () => {
    const tenant = aTenant();
    tenant.enroll('ann', OLD);
    tenant.collections.broken.set(NEW, named('AccessDeniedException'));
    await expect(tenant.work()).rejects.toThrow('AccessDeniedException');
  });

  it.each(['from', 'to'] as const)('fails where the configuration lacks its generation %s', async (which) => {
    const tenant = aTenant({ [which]: 'g9' });
    await expect(tenant.work()).rejects.toThrow('generation g9 of migration mig_1');
  });
});

describe('filling the new generation', () => {
  it('begins each pass once what was approved just before shows in the index', async () => {
    const tenant = aTenant({ created_at: minutesAfter(10).toISOString() });
    tenant.stopAfter(1);
    await tenant.work();
    expect(tenant.waits).toEqual([5_000]);
    expect(tenant.forgotten).toEqual([[TENANT, 'g2', new Date(minutesAfter(10).getTime() - 5_000)]]);
    const later = aTenant({ position: { shard: 0, cursor: '50' } });
    later.stopAfter(1);
    await later.work();
    expect([later.waits, later.forgotten]).toEqual([[], []]);
    const old = aTenant();
    old.stopAfter(1);
    await old.work();
    expect(old.waits).toEqual([0]);
  });

  it('moves fifty images at a time, shard after shard', async () => {
    const tenant = aTenant();
    for (let person = 0; person < 60; person += 1) tenant.enroll(`user-${person}`, OLD);
    const seen: unknown[] = [];
    const { advance } = tenant.migrations;
    tenant.migrations.advance = async (migration, step) => {
      if (migration.status === 'filling' && migration.pass === 1)
        seen.push([migration.position, step.next, step.looked, step.counts.indexed]);
      return advance(migration, step);
    };
    await tenant.work();
    expect(seen).toEqual([
      [{ shard: 0 }, { shard: 0, cursor: '50' }, 50, 50],
      [{ shard: 0, cursor: '50' }, { shard: 1 }, 10, 10],
      [{ shard: 1 }, { shard: 2 }, 0, 0],
    ]);
  });

  it('has ten images under way at once', async () => {
    const tenant = aTenant();
    for (let person = 0; person < 30; person += 1) tenant.enroll(`user-${person}`, OLD);
    let underWay = 0;
    let most = 0;
    const { index } = tenant.collections;
    tenant.collections.index = async (...args) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return index.apply(tenant.collections, args);
    };
    await tenant.work();
    expect(most).toBe(10);
  });
});

const inStatus = (status: MigrationStatus, changes: Partial<Migration> = {}, vectors?: 'face' | 'user') =>
  aTenant({ status, ...changes }, vectors);

describe('what follows the passes', () => {
  it('deletes the faces of the new generation that stand for nobody, page by page', async () => {
    const tenant = inStatus('verifying');
    const kept = tenant.enroll('ann', NEW);
    tenant.collections.add(NEW, 'stray', OLD_IMAGE);
    const { listFaces } = tenant.collections;
    tenant.collections.listFaces = (id, cursor) => listFaces.call(tenant.collections, id, cursor, 1);
    tenant.stopAfter(2);
    expect(await tenant.work()).toEqual({ status: 'more' });
    expect(tenant.migrations.migration).toMatchObject({ position: { shard: 1 }, work: { done: 2 } });
    expect(tenant.collections.allFaceIds()).toEqual([kept]);
  });

  it('settles the plans of killed attempts once that is done', async () => {
    const tenant = inStatus('verifying', { position: { shard: 1 } });
    tenant.migrations.plans.set('img_1', 'a killed attempt');
    tenant.stopAfter(1);
    await tenant.work();
    expect([tenant.migrations.plans.size, tenant.statusOf()]).toEqual([0, 'building']);
  });

  it('builds vectors where the new generation has vectors of users, and none where it has not', async () => {
    for (const [vectors, users] of [
      ['user', 1],
      ['face', 0],
    ] as const) {
      const tenant = inStatus('building', {}, vectors);
      tenant.enroll('ann', NEW);
      expect(await tenant.work()).toEqual({ status: 'done' });
      expect([tenant.statusOf(), tenant.users.users.size]).toEqual(['ready', users]);
    }
    const last = inStatus('building', { position: { shard: 1 } }, 'user');
    last.enroll('ann', NEW);
    await last.work();
    expect([last.statusOf(), last.users.users.size]).toEqual(['ready', 0]);
  });
});

describe('emptying a generation that is given up', () => {
  it.each([
    ['draining', 'drained', [NEW]],
    ['canceling', 'canceled', G1],
  ] as const)('while %s: afterwards it is %s', async (status, end, kept) => {
    const tenant = inStatus(status);
    for (const [index, collection] of [...G1, NEW].entries()) tenant.enroll(`user-${index}`, collection);
    expect(await tenant.work()).toEqual({ status: 'done' });
    expect(tenant.statusOf()).toBe(end);
    expect(tenant.rows.map(({ collection_id }) => collection_id)).toEqual(kept);
    expect(tenant.collections.allFaceIds()).toHaveLength(kept.length);
  });

  it('counts the faces that went, and begins with the first page each time', async () => {
    const tenant = inStatus('draining');
    tenant.enroll('ann', OLD);
    tenant.stopAfter(1);
    await tenant.work();
    expect(tenant.migrations.migration).toMatchObject({ position: { shard: 0 }, work: { done: 1 } });
    const empty = inStatus('draining');
    empty.stopAfter(1);
    await empty.work();
    expect(empty.migrations.migration).toMatchObject({ position: { shard: 1 }, work: { done: 0 } });
  });
});
