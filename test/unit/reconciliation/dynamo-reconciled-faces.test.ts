import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { mappingItem } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { ownerKey, userOwnerOf } from '../../../lambda/kernel/face-owner.ts';
import { faceKey } from '../../../lambda/platform/dynamo-keys.ts';
import { createDynamoReconciledFaces } from '../../../lambda/reconciliation/adapters/dynamo-reconciled-faces.ts';
import {
  aClaim,
  aListMapping,
  aMapping,
  anIndexedFace,
  minutesAfter,
  NOON,
} from '../../support/lambda/builders.ts';
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

describe('what is written down of faces', () => {
  const faces = () =>
    createDynamoReconciledFaces(tables.documents, tables, { default: [aGeneration()], tenants: {} });
  const put = (TableName: string, Item: Record<string, unknown>) =>
    tables.documents.send(new PutCommand({ TableName, Item }));
  const aRow = (changes = {}) => aMapping({ tenant, ...changes });
  const enroll = async (mapping: FaceMapping = aRow()) => {
    await put(tables.faceMapping, mappingItem(mapping));
    await put(tables.control, {
      ...faceKey(tenant, mapping.face_id),
      state: 'mapped',
      user_id: ownerKey(mapping),
    });
    return mapping;
  };
  const written = async (faceId: string, collection = aMapping().collection_id) =>
    (await faces().written(tenant, collection, [faceId])).get(faceId);

  it('is read of a mapped face, a pending one, and one that nobody knows', async () => {
    await enroll();
    await put(tables.control, { ...faceKey(tenant, 'face-2'), state: 'pending', user_id: 'bob' });
    expect(await written('face-1')).toEqual({ mapped: true, state: 'mapped', owner: userOwnerOf('user-1') });
    expect(await written('face-1', 'another')).toMatchObject({ mapped: false });
    expect(await written('face-2')).toEqual({ mapped: false, state: 'pending', owner: userOwnerOf('bob') });
    expect(await written('face-3')).toEqual({ mapped: false });
  });

  it('is read of a revoked face with the time when it was revoked first', async () => {
    const enrollments = (now: Date) =>
      createDynamoEnrollmentStore(tables.documents, tables.control, () => now, false);
    await enrollments(NOON).revoke(tenant, 'face-4');
    await enrollments(minutesAfter(5)).revoke(tenant, 'face-4');
    expect(await written('face-4')).toEqual({
      mapped: false,
      state: 'revoked',
      revokedAt: NOON.toISOString(),
    });
    const claim = aClaim({ tenant });
    await enrollments(NOON).claim(claim);
    const face = anIndexedFace({ face_id: 'face-5' });
    await enrollments(minutesAfter(1)).recordFace(claim, face, ['image_too_dark']);
    expect(await written('face-5')).toMatchObject({
      state: 'revoked',
      revokedAt: minutesAfter(1).toISOString(),
    });
  });

  it('counts a row without a record as a mapping', async () => {
    await put(tables.faceMapping, mappingItem(aRow()));
    expect(await written('face-1')).toEqual({ mapped: true });
  });

  it('puts one face in the place of another, unless that one is mapped no longer', async () => {
    const gone = await enroll();
    expect(await faces().replace(gone, aRow({ face_id: 'face-9' }))).toBe(true);
    expect(await written('face-1')).toEqual({ mapped: false });
    expect(await written('face-9')).toEqual({ mapped: true, state: 'mapped', owner: userOwnerOf('user-1') });
    expect(await faces().replace(gone, aRow({ face_id: 'face-10' }))).toBe(false);
    expect(await written('face-10')).toEqual({ mapped: false });
  });

  it('is read of the face of an entry of a watchlist, and replaced like that of a user', async () => {
    const gone = aListMapping({ tenant });
    await enroll(gone);
    const found = (faceId: string) => written(faceId, gone.collection_id);
    const owner = { kind: 'watchlist', list_id: 'fraud', entry_id: 'wle_1' };
    expect(await found('face-1')).toEqual({ mapped: true, state: 'mapped', owner });
    expect(await faces().replace(gone, { ...gone, face_id: 'face-9' })).toBe(true);
    expect(await found('face-1')).toEqual({ mapped: false });
    expect(await found('face-9')).toEqual({ mapped: true, state: 'mapped', owner });
  });

  it('writes a mapping again for as long as the claim holds', async () => {
    const claim = aClaim({ tenant, state: 'enrolled' });
    await put(tables.control, { ...faceKey(tenant, 'face-1'), state: 'mapped', user_id: 'user-1' });
    expect(await faces().remap(claim, aRow(), 'latest')).toBe(false);
    await createDynamoEnrollmentStore(tables.documents, tables.control, () => NOON, false).claim(claim);
    expect(await faces().remap({ ...claim, session_id: 'another' }, aRow(), 'latest')).toBe(false);
    expect(await faces().remap(claim, aRow(), 'latest')).toBe(true);
    expect(await written('face-1')).toMatchObject({ mapped: true });
  });
});
