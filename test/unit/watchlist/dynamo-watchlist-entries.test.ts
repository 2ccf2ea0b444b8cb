import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeGenerations } from '../../../lambda/collections/adapters/dynamo-generation-registry.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoFaceMappingStore } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { faceKey } from '../../../lambda/platform/dynamo-keys.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import { createDynamoReplicas } from '../../../lambda/replication/adapters/dynamo-replicas.ts';
import { createDynamoWatchlistEntries } from '../../../lambda/watchlist/adapters/dynamo-watchlist-entries.ts';
import { activated, removing } from '../../../lambda/watchlist/domain/watchlist-entry.ts';
import { anEntry, LIST, TOMORROW } from '../../support/lambda/a-watchlist.ts';
import { aListMapping, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
let tenant: string;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());
beforeEach(() => {
  tenant = unique('acme');
});

const followed = () => ({ ...tables, replication: { clock: () => NOON } });
const entries = () => createDynamoWatchlistEntries(tables.documents, followed());
const enrollments = () => createDynamoEnrollmentStore(tables.documents, tables.control, () => NOON, false);
const mappings = () => createDynamoFaceMappingStore(tables.documents, tables.faceMapping);
const owner = { kind: 'watchlist', list_id: 'fraud', entry_id: 'wle_1' } as const;
const added = async (changes = {}) => {
  const entry = anEntry({ tenant, ...changes });
  await entries().add(entry);
  return entry;
};
const afterTomorrow = new Date(Date.parse(TOMORROW) + 1);

describe('the entries of watchlists', () => {
  it('are read by list, newest first, and once added are not added again', async () => {
    const [one, two] = [await added(), await added({ id: 'wle_2' })];
    await added({ id: 'wle_3', list_id: 'pep' });
    expect(await entries().get(tenant, 'fraud', 'wle_1')).toEqual(one);
    expect(await entries().get(tenant, 'pep', 'wle_1')).toBeUndefined();
    const page = await entries().list(tenant, 'fraud', 1);
    expect(page).toEqual({ entries: [two], lastId: 'wle_2' });
    expect((await entries().list(tenant, 'fraud', 5, 'wle_2')).entries).toEqual([one]);
    await expect(entries().add(one)).rejects.toThrow('exists already');
  });

  it('become active with their mappings and records, once, and a second region is asked to follow', async () => {
    const entry = await added();
    const mapping = aListMapping({ tenant });
    const active = activated(entry);
    expect(await entries().activate(entry, active, [mapping], 0)).toBe(true);
    expect(await entries().get(tenant, 'fraud', 'wle_1')).toEqual(active);
    expect(await mappings().listOfOwner(tenant, owner)).toEqual([mapping]);
    expect((await enrollments().faceRecords(tenant, ['face-1'])).get('face-1')).toEqual({
      state: 'mapped',
      entry: owner,
    });
    const replicas = createDynamoReplicas(tables.documents, tables.control, 'queue', () => NOON);
    expect(await replicas.areBehind(tenant, LIST)).toBe(true);
    expect(await entries().activate(entry, active, [{ ...mapping, face_id: 'face-2' }], 0)).toBe(false);
    expect(await mappings().listOfOwner(tenant, owner)).toEqual([mapping]);
  });

  it('do not become active once a migration began, or a reconciliation ruled the face out', async () => {
    const entry = await added();
    const mapping = aListMapping({ tenant });
    const activate = (revision: number) => entries().activate(entry, activated(entry), [mapping], revision);
    expect(await activate(3)).toBe(false);
    await transact(tables.documents, changeGenerations(tables.control, tenant, 0, { active: 'g1' }));
    expect(await activate(0)).toBe(false);
    await enrollments().revoke(tenant, 'face-1');
    expect(await activate(1)).toBe(false);
    expect(await mappings().listOfOwner(tenant, owner)).toEqual([]);
    expect(await entries().get(tenant, 'fraud', 'wle_1')).toEqual(entry);
  });

  it('are due when they say so, and no longer once that has changed', async () => {
    const entry = await added();
    const soon = await added({ id: 'wle_2', list_id: 'pep', due_at: minutesAfter(1).toISOString() });
    const dueAt = async (now: Date) => (await entries().listDue(tenant, now, 10)).map(({ id }) => id);
    expect(await dueAt(NOON)).toEqual([]);
    expect(await dueAt(minutesAfter(1))).toEqual(['wle_2']);
    expect(await dueAt(afterTomorrow)).toEqual(['wle_2', 'wle_1']);
    expect(await entries().save(entry, activated(entry))).toBe(true);
    expect(await entries().save(entry, activated(entry))).toBe(false);
    expect(await dueAt(afterTomorrow)).toEqual(['wle_2']);
    const gone = removing(soon, NOON);
    expect(await entries().save(soon, gone)).toBe(true);
    expect(await dueAt(NOON)).toEqual(['wle_2']);
    await entries().remove(gone);
    expect(await dueAt(afterTomorrow)).toEqual([]);
    expect(await entries().get(tenant, 'pep', 'wle_2')).toBeUndefined();
    await entries().remove(gone);
  });

  it('lose the rows of their faces, and leave those of others', async () => {
    const entry = await added();
    const mapping = aListMapping({ tenant });
    await entries().activate(entry, activated(entry), [mapping], 0);
    await tables.documents.send(
      new PutCommand({ TableName: tables.control, Item: { ...faceKey(tenant, 'other'), state: 'mapped' } }),
    );
    await entries().unmap([mapping]);
    expect(await mappings().listOfOwner(tenant, owner)).toEqual([]);
    expect([...(await enrollments().faceRecords(tenant, ['face-1', 'other'])).keys()]).toEqual(['other']);
  });
});
