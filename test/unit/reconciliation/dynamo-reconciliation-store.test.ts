import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoReconciliationStore } from '../../../lambda/reconciliation/adapters/dynamo-reconciliation-store.ts';
import type { Reconciliation } from '../../../lambda/reconciliation/domain/reconciliation.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';

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

  it('lists those of a tenant by the page, newest first', async () => {
    const store = storeAt(NOON);
    for (const id of ['rec_1', 'rec_2', 'rec_3']) {
      await store.begin(aReconciliation(id));
      await store.end(tenant, id, ending);
    }
    const { reconciliations, lastId } = await store.list(tenant, 2);
    expect(reconciliations.map(({ id, status }) => [id, status])).toEqual([
      ['rec_3', 'completed'],
      ['rec_2', 'completed'],
    ]);
    expect((await store.list(tenant, 2, lastId)).reconciliations).toEqual([
      { ...aReconciliation('rec_1'), ...ending },
    ]);
    expect(await store.list('nobody', 2)).toEqual({ reconciliations: [] });
  });

  it('keeps what was found by face, and lists it by the page', async () => {
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
