import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoReconciledFaces } from '../../../lambda/reconciliation/adapters/dynamo-reconciled-faces.ts';
import { createDynamoReconciliationStore } from '../../../lambda/reconciliation/adapters/dynamo-reconciliation-store.ts';
import { reconcileCollection } from '../../../lambda/reconciliation/reconcile-collection.ts';
import {
  aReplicatedUser,
  GENERATIONS,
  type ReplicatedUser,
  SECOND_REGION,
} from '../../support/lambda/a-replicated-user.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryUsers } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const clock = () => NOON;
const { emit } = recordedMetrics();
const limiter = { reserve: async () => ({ waitMs: 0 }) };

/** Visits the collection of the second region. @returns what was found */
async function visit({ tenant, ports, replicas, replica }: ReplicatedUser, dry_run = false) {
  const { documents, control } = tables;
  const reconciliations = createDynamoReconciliationStore(documents, control, clock);
  const reconciliation_id = `rec_${Math.random()}`;
  const visits = await reconcileCollection(
    { tenant, reconciliation_id, dry_run, collection_id: replica, phase: 'faces', cursor: null },
    {
      inventory: ports.collections,
      tombstones: ports.tombstones,
      collections: ports.collections,
      mappings: ports.mappings,
      faces: createDynamoReconciledFaces(documents, tables, GENERATIONS),
      enrollments: createDynamoEnrollmentStore(documents, control, clock, false),
      enrolledImages: ports.enrolledImages,
      reconciliations,
      users: new InMemoryUsers(ports.collections),
      newIdentifier: () => 'rep_reconciled',
      generations: activeGenerations(),
      isConfigured: () => true,
      limiter,
      wait: async () => {},
      policy: { orphan_faces: 'delete', missing_faces: 'report' },
      facesPerCollection: 100,
      clock,
      emit,
      second: {
        mappings: ports.mappings,
        replications: ports.requests,
        replicas,
        newIdentifier: () => 'rep_reconciled',
      },
    },
  );
  expect(visits.status).toBe('done');
  const { findings } = await reconciliations.listFindings(tenant, reconciliation_id);
  return {
    found: findings.map(({ kind, outcome, region, collection_id }) => [kind, outcome, region, collection_id]),
    lacked: await reconciliations.hasFound(tenant, reconciliation_id, 'missing_face', SECOND_REGION),
  };
}

/** Its face is in both regions. */
async function aFollowedUser(): Promise<ReplicatedUser> {
  const user = aReplicatedUser(tables);
  await user.map();
  await user.workOn();
  expect((await user.held()).faces).toHaveLength(1);
  return user;
}

describe('reconciling the second region', () => {
  it('finds nothing where the regions agree', async () => {
    const user = await aFollowedUser();
    expect(await visit(user)).toEqual({ found: [], lacked: false });
  });

  it('has a face indexed again that somebody removed there', async () => {
    const user = await aFollowedUser();
    const { collection_id } = user.mapping;
    user.collections.collections.clear();
    expect(await visit(user, true)).toEqual({
      found: [['missing_face', 'reported', SECOND_REGION, collection_id]],
      lacked: true,
    });
    expect((await user.held()).outstanding).toBe(false);
    expect(await visit(user)).toEqual({
      found: [['missing_face', 'requested', SECOND_REGION, collection_id]],
      lacked: true,
    });
    await user.workOn();
    const { faces, mapped } = await user.held();
    expect(faces).toHaveLength(1);
    expect(mapped).toEqual(faces);
    expect(await visit(user)).toEqual({ found: [], lacked: false });
  });

  it('brings whom the first region had before there was a second', async () => {
    const user = aReplicatedUser(tables);
    await user.map();
    const request = await user.ports.requests.get(user.mapping);
    if (!request) throw new Error('nothing was asked for');
    await user.ports.requests.settle(request);
    expect((await visit(user)).found).toHaveLength(1);
    // under way, and so no finding
    expect((await visit(user)).found).toEqual([]);
    await user.workOn();
    expect((await user.held()).faces).toHaveLength(1);
  });

  it('has a face deleted whose user the first region has no longer', async () => {
    const user = await aFollowedUser();
    await user.unmap();
    const request = await user.ports.requests.get(user.mapping);
    if (!request) throw new Error('nothing was asked for');
    await user.ports.requests.settle(request);
    expect((await visit(user)).found).toEqual([
      ['orphan_face', 'requested', SECOND_REGION, user.mapping.collection_id],
    ]);
    await user.workOn();
    expect(await user.held()).toEqual({ faces: [], mapped: [], outstanding: false });
  });

  it('deletes a face that nobody knows, but for one that may be on its way', async () => {
    const user = await aFollowedUser();
    const orphan = user.collections.add(user.replica, 'bob', user.mapping.image_id);
    await user.map();
    expect((await visit(user)).found).toEqual([]);
    await user.workOn();
    expect((await visit(user)).found).toEqual([
      ['orphan_face', 'deleted', SECOND_REGION, user.mapping.collection_id],
    ]);
    expect((await user.held()).faces).not.toContain(orphan);
  });
});
