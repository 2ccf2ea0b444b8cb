import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import {
  createDynamoFaceMappingStore,
  mappingItem,
} from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { userVectorPuts } from '../../../lambda/enrollment/adapters/dynamo-user-vector-outbox.ts';
import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { ownerKey, ownerOf } from '../../../lambda/kernel/face-owner.ts';
import { faceKey } from '../../../lambda/platform/dynamo-keys.ts';
import { aListMapping, aMapping, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
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

const store = () => createDynamoFaceMappingStore(tables.documents, tables.faceMapping);
const put = (TableName: string, Item: Record<string, unknown>) =>
  tables.documents.send(new PutCommand({ TableName, Item }));

describe('the mapping of faces', () => {
  it('keeps the faces of users and of watchlists apart, and lists both by collection', async () => {
    const own = aMapping({ tenant });
    const replica = aMapping({ tenant, collection_id: 'eu-central-1/p', face_id: 'face-3' });
    const entry = aListMapping({ tenant, face_id: 'face-2' });
    const copy = { ...entry, collection_id: 'eu-central-1/q', face_id: 'face-4' };
    for (const mapping of [own, replica, entry, copy]) await put(tables.faceMapping, mappingItem(mapping));
    expect(await store().listOfUser(tenant, 'user-1')).toEqual([own]);
    expect(await store().listOfOwner(tenant, ownerOf(own))).toEqual([own]);
    expect(await store().listOfOwner(tenant, ownerOf(entry))).toEqual([entry]);
    expect(await store().replicasOfUser(tenant, 'user-1', 'eu-central-1')).toEqual([replica]);
    expect(await store().replicasOfOwner(tenant, ownerOf(entry), 'eu-central-1')).toEqual([copy]);
    const listed = await store().listOfCollection(tenant, entry.collection_id, 10);
    expect(listed).toEqual({ mappings: [entry] });
    // a user cannot have the id by which an entry is found
    expect(await store().listOfUser(tenant, ownerKey(entry))).toEqual([]);
  });

  it('reads a row of before there were watchlists as a user’s', async () => {
    const { kind: _kind, user_id, ...row } = aMapping({ tenant });
    await put(tables.faceMapping, {
      ...row,
      owner_id: user_id,
      user_id: `${tenant}#${user_id}`,
      'collection_id#face_id': `${row.collection_id}#${row.face_id}`,
    });
    expect(await store().listOfUser(tenant, user_id)).toEqual([aMapping({ tenant })]);
  });

  it('names the owner in the record of the face', async () => {
    const enrollments = createDynamoEnrollmentStore(tables.documents, tables.control, () => NOON, false);
    for (const mapping of [aMapping(), aListMapping({ face_id: 'face-2' })] satisfies FaceMapping[])
      await put(tables.control, {
        ...faceKey(tenant, mapping.face_id),
        state: 'mapped',
        user_id: ownerKey(mapping),
      });
    await put(tables.control, { ...faceKey(tenant, 'face-3'), state: 'revoked' });
    const entry = { kind: 'watchlist', list_id: 'fraud', entry_id: 'wle_1' };
    expect([...(await enrollments.faceRecords(tenant, ['face-1', 'face-2', 'face-3']))]).toEqual([
      ['face-1', { state: 'mapped', user_id: 'user-1' }],
      ['face-2', { state: 'mapped', entry }],
      ['face-3', { state: 'revoked' }],
    ]);
  });

  it('asks for vectors of users only', () => {
    const generations = { default: [aGeneration({ vectors: 'user' })], tenants: {} };
    // no list has a collection like this one, whose faces would have vectors
    const inShard = aListMapping({ collection_id: aMapping().collection_id });
    expect(userVectorPuts('control', generations, [aMapping()])).toHaveLength(1);
    expect(userVectorPuts('control', generations, [inShard])).toEqual([]);
  });
});
