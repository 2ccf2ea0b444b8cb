import { beforeEach, describe, expect, it } from 'vitest';
import {
  type ReconcileCollectionDependencies,
  reconcileCollection,
} from '../../../lambda/reconciliation/reconcile-collection.ts';
import {
  aReconciledCollection,
  aVisit,
  COLLECTION,
  OLD_IMAGE,
  type ReconciledCollection,
} from '../../support/lambda/a-reconciled-collection.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';

/** A clock that moves by so many seconds with each look. */
function movingBy(seconds: number): () => Date {
  let looks = 0;
  return () => {
    looks += 1;
    return minutesAfter((looks * seconds) / 60);
  };
}

describe('reconciling a collection', () => {
  let held: ReconciledCollection;
  beforeEach(() => {
    held = aReconciledCollection();
  });
  const visit = (input = aVisit(), changes: Partial<ReconcileCollectionDependencies> = {}) =>
    reconcileCollection(input, { ...held.dependencies, ...changes });

  it('finds nothing where collection and mapping agree, and says how full it is', async () => {
    held.enroll('ann');
    held.enroll('bob');
    expect(await visit()).toEqual({ status: 'done', phase: 'mappings', cursor: null, faces: 2, mappings: 2 });
    expect(held.outcomes()).toEqual([]);
    expect(held.metrics).toEqual([
      { name: 'CollectionFaces', value: 2, dimensions: { Generation: 'g1', Shard: '0' } },
      { name: 'CollectionFill', value: 1, dimensions: {} },
    ]);
  });

  it('repairs both ways, and finds nothing the next time', async () => {
    const gone = held.enroll('ann');
    await held.collections.delete(COLLECTION, [gone]);
    held.collections.add(COLLECTION, 'stranger');
    await visit();
    expect(held.outcomes()).toEqual(['orphan_face deleted', 'missing_face re_indexed']);
    expect(held.collections.allFaceIds()).toEqual([...held.rows.keys()]);
    held.findings.clear();
    await visit();
    expect(held.outcomes()).toEqual([]);
  });

  it('changes nothing in a dry run, or where the policy only wants to know', async () => {
    for (const [policy, dryRun] of [
      [{}, true],
      [{ orphan_faces: 'report', missing_faces: 'report' }, false],
    ] as const) {
      held = aReconciledCollection(policy);
      const gone = held.enroll('ann');
      await held.collections.delete(COLLECTION, [gone]);
      const orphan = held.collections.add(COLLECTION, 'stranger');
      await held.reconcile(dryRun);
      expect(held.outcomes()).toEqual(['orphan_face reported', 'missing_face reported']);
      expect(held.collections.allFaceIds()).toEqual([orphan]);
      expect([...held.rows.keys()]).toEqual([gone]);
    }
  });

  it('leaves what a migration fills in', async () => {
    for (const [filling, outcomes] of [
      [aGeneration(), []],
      [aGeneration({ generation: 'g2' }), ['orphan_face deleted']],
    ] as const) {
      held = aReconciledCollection({}, activeGenerations({ generation: 'g0' }, { filling }));
      held.collections.add(COLLECTION, 'ann', OLD_IMAGE);
      await held.reconcile();
      expect(held.outcomes()).toEqual(outcomes);
    }
  });

  it('reports every face in a collection that the config no longer has, and touches none', async () => {
    const faces = ['ann', 'bob'].map((person) => held.enroll(person));
    const orphan = held.collections.add(COLLECTION, 'stranger', OLD_IMAGE);
    const asked: string[] = [];
    const isConfigured = (tenant: string, collection: string) => {
      asked.push(`${tenant} ${collection}`);
      return false;
    };
    const answer = await visit(aVisit(), { isConfigured });
    expect(answer).toEqual({ status: 'done', phase: 'mappings', cursor: null, faces: 0, mappings: 2 });
    expect(asked).toEqual([`acme ${COLLECTION}`]);
    expect([...held.findings.values()]).toMatchObject(
      ['ann', 'bob'].map((user_id, index) => ({
        kind: 'unreachable_face',
        user_id,
        face_id: faces[index],
        outcome: 'reported',
      })),
    );
    expect(held.metrics).toEqual(
      faces.map(() => ({
        name: 'ReconciliationFinding',
        value: 1,
        dimensions: { Kind: 'unreachable_face', Outcome: 'reported' },
      })),
    );
    expect(held.collections.allFaceIds()).toEqual([...faces, orphan]);
  });

  it('is done where the config lists a collection that is not deployed yet', async () => {
    held.enroll('ann');
    const inventory = Object.assign(held.collections, { describe: async () => undefined });
    expect(await visit(aVisit(), { inventory })).toEqual({
      status: 'done',
      phase: 'mappings',
      cursor: null,
      faces: 0,
      mappings: 0,
    });
    expect(held.metrics).toEqual([]);
  });

  it('reads the faces, and then the rows, page by page', async () => {
    for (const person of ['ann', 'bob', 'cyd']) held.enroll(person);
    const { listFaces } = held.collections;
    const asked: unknown[] = [];
    held.collections.listFaces = (id, cursor) => {
      asked.push(cursor);
      return listFaces.call(held.collections, id, cursor, 2);
    };
    const { listOfCollection } = held.dependencies.mappings;
    const mappings: ReconcileCollectionDependencies['mappings'] = {
      listOfCollection: async (tenant, id, limit, cursor) => {
        asked.push([tenant, id, limit, cursor]);
        const { mappings: all } = await listOfCollection(tenant, id);
        return cursor === undefined ? { mappings: all.slice(0, 2), next: 'two' } : { mappings: all.slice(2) };
      },
    };
    expect(await visit(aVisit(), { mappings })).toMatchObject({ status: 'done', faces: 3, mappings: 3 });
    expect(asked).toEqual([
      undefined,
      '2',
      ['acme', COLLECTION, 100, undefined],
      ['acme', COLLECTION, 100, 'two'],
    ]);
  });

  it('asks the collection for no face where no row names one', async () => {
    const existing = () => Promise.reject(new Error('nobody should ask'));
    const inventory = Object.assign(held.collections, { existing });
    expect(await visit(aVisit(), { inventory })).toMatchObject({ status: 'done', mappings: 0 });
  });

  it('stops when its time is over, and goes on from there', async () => {
    held.enroll('ann');
    const slow = { clock: movingBy(6) };
    const first = await visit(aVisit(), slow);
    expect(first).toEqual({ status: 'more', phase: 'mappings', cursor: null, faces: 1, mappings: 0 });
    // what was measured at the beginning is not measured again
    const measured = held.metrics.length;
    const { phase, cursor } = first;
    expect(await visit(aVisit({ phase, cursor }), slow)).toEqual({
      status: 'done',
      phase: 'mappings',
      cursor: null,
      faces: 0,
      mappings: 1,
    });
    expect(held.metrics).toHaveLength(measured);
  });

  it('stops within a phase as well, with the place of the next page', async () => {
    for (const person of ['ann', 'bob', 'cyd']) held.enroll(person);
    const { listFaces } = held.collections;
    held.collections.listFaces = (id, cursor) => listFaces.call(held.collections, id, cursor, 1);
    const slow = { clock: movingBy(12) };
    expect(await visit(aVisit(), slow)).toMatchObject({
      status: 'more',
      phase: 'faces',
      cursor: '1',
      faces: 1,
    });
    const measured = held.metrics.length;
    expect(await visit(aVisit({ cursor: '1' }), slow)).toMatchObject({
      phase: 'faces',
      cursor: '2',
      faces: 1,
    });
    expect(held.metrics).toHaveLength(measured);
  });

  it('has time for twelve seconds', async () => {
    for (const person of ['ann', 'bob', 'cyd']) held.enroll(person);
    const { listFaces } = held.collections;
    held.collections.listFaces = (id, cursor) => listFaces.call(held.collections, id, cursor, 1);
    const started = NOON.getTime();
    for (const [elapsedMs, faces] of [
      [11_999, 2],
      [12_000, 1],
    ] as const) {
      let pages = 0;
      // the time that the first page took
      const clock = () => new Date(started + (pages > 0 ? elapsedMs * pages : 0));
      const generations: ReconcileCollectionDependencies['generations'] = {
        get: async (tenant) => {
          pages += 1;
          return activeGenerations().get(tenant);
        },
      };
      expect(await visit(aVisit(), { clock, generations })).toMatchObject({ status: 'more', faces });
    }
  });
});
