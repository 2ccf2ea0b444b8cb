import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { mappingItem } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { faceKey } from '../../../lambda/platform/dynamo-keys.ts';
import { createDynamoReconciledFaces } from '../../../lambda/reconciliation/adapters/dynamo-reconciled-faces.ts';
import { createDynamoReconciliationStore } from '../../../lambda/reconciliation/adapters/dynamo-reconciliation-store.ts';
import type { Reconciliation } from '../../../lambda/reconciliation/domain/reconciliation.ts';
import { aClaim, aMapping, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

/** A tenant a test, since they share the tables. */
let tenant: string;
let tenants = 0;
beforeEach(() => {
  tenants += 1;
  tenant = `tenant-${tenants}`;
});

describe('the store of reconciliations', () => {
  const storeAt = (now: Date) => createDynamoReconciliationStore(tables.documents, tables.control, () => now);
  const aReconciliation = (id: string): Reconciliation => ({
    tenant,
    id,
    status: 'running',
    dry_run: false,
    created_at: NOON.toISOString(),
    collections: 4,
    faces: 0,
    mappings: 0,
  });
  const ending = { status: 'completed', faces: 7, mappings: 6, ended_at: NOON.toISOString() } as const;

  it('lets one of a tenant run at a time, and the next once it has ended', async () => {
    const store = storeAt(NOON);
    const first = aReconciliation('rec_1');
    expect(await store.begin(first)).toEqual(first);
    expect(await store.begin(aReconciliation('rec_2'))).toEqual(first);
    expect(await store.get(tenant, 'rec_2')).toBeUndefined();
    await store.end(tenant, 'rec_1', ending);
    expect(await store.get(tenant, 'rec_1')).toEqual({ ...first, ...ending });
    expect((await store.begin(aReconciliation('rec_2'))).id).toBe('rec_2');
    // an answer that was lost ends nothing but its own
    await store.end(tenant, 'rec_1', { ...ending, status: 'failed' });
    expect(await store.get(tenant, 'rec_1')).toMatchObject({ status: 'completed' });
    expect((await store.begin(aReconciliation('rec_3'))).id).toBe('rec_2');
  });

  it('overrules one that was stopped and never ended', async () => {
    await storeAt(NOON).begin(aReconciliation('rec_1'));
    expect((await storeAt(minutesAfter(2 * 1440)).begin(aReconciliation('rec_2'))).id).toBe('rec_1');
    expect((await storeAt(minutesAfter(2 * 1440 + 1)).begin(aReconciliation('rec_2'))).id).toBe('rec_2');
  });

  it('keeps what was found by face, and tells it by the page', async () => {
    const store = storeAt(NOON);
    const found = { collection_id: 'c', found_at: NOON.toISOString() };
    await store.record(tenant, 'rec_1', {
      ...found,
      kind: 'orphan_face',
      face_id: 'f1',
      outcome: 'reported',
    });
    await store.record(tenant, 'rec_1', {
      ...found,
      kind: 'orphan_face',
      face_id: 'f1',
      outcome: 'deleted',
    });
    await store.record(tenant, 'rec_1', {
      ...found,
      kind: 'missing_face',
      face_id: 'f2',
      user_id: 'ann',
      outcome: 'reported',
    });
    const { findings, next } = await store.listFindings(tenant, 'rec_1');
    expect(findings.map(({ face_id, outcome }) => [face_id, outcome])).toEqual([
      ['f2', 'reported'],
      ['f1', 'deleted'],
    ]);
    expect(next).toBeUndefined();
    expect((await store.listFindings('nobody', 'rec_1')).findings).toEqual([]);
  });
});

describe('what is written down of faces', () => {
  const faces = () =>
    createDynamoReconciledFaces(tables.documents, tables, { default: [aGeneration()], tenants: {} });
  const put = (TableName: string, Item: Record<string, unknown>) =>
    tables.documents.send(new PutCommand({ TableName, Item }));
  const aRow = (changes = {}) => aMapping({ tenant, ...changes });
  const enroll = async (mapping = aRow()) => {
    await put(tables.faceMapping, mappingItem(mapping));
    await put(tables.control, {
      ...faceKey(tenant, mapping.face_id),
      state: 'mapped',
      user_id: mapping.user_id,
    });
    return mapping;
  };
  const written = async (faceId: string, collection = aMapping().collection_id) =>
    (await faces().written(tenant, collection, [faceId])).get(faceId);

  it('is told of a mapped face, a pending one, and one that nobody knows', async () => {
    await enroll();
    await put(tables.control, { ...faceKey(tenant, 'face-2'), state: 'pending', user_id: 'bob' });
    expect(await written('face-1')).toEqual({ mapped: true, state: 'mapped', userId: 'user-1' });
    expect(await written('face-1', 'another')).toMatchObject({ mapped: false });
    expect(await written('face-2')).toEqual({ mapped: false, state: 'pending', userId: 'bob' });
    expect(await written('face-3')).toEqual({ mapped: false });
  });

  it('counts a row without a record as a mapping', async () => {
    await put(tables.faceMapping, mappingItem(aRow()));
    expect(await written('face-1')).toEqual({ mapped: true });
  });

  it('puts one face in the place of another, unless that one is mapped no longer', async () => {
    const gone = await enroll();
    expect(await faces().replace(gone, aRow({ face_id: 'face-9' }))).toBe(true);
    expect(await written('face-1')).toEqual({ mapped: false });
    expect(await written('face-9')).toEqual({ mapped: true, state: 'mapped', userId: 'user-1' });
    expect(await faces().replace(gone, aRow({ face_id: 'face-10' }))).toBe(false);
    expect(await written('face-10')).toEqual({ mapped: false });
  });

  it('writes a mapping again for as long as the claim holds', async () => {
    const claim = aClaim({ tenant, state: 'enrolled' });
    await put(tables.control, { ...faceKey(tenant, 'face-1'), state: 'mapped', user_id: 'user-1' });
    expect(await faces().remap(claim, aRow())).toBe(false);
    await createDynamoEnrollmentStore(tables.documents, tables.control, () => NOON).claim(claim);
    expect(await faces().remap({ ...claim, session_id: 'another' }, aRow())).toBe(false);
    expect(await faces().remap(claim, aRow())).toBe(true);
    expect(await written('face-1')).toMatchObject({ mapped: true });
  });
});
