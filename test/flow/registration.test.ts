import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { aPhotoWithoutFace, aStranger, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { shardOf } from '../../lambda/collections/domain/shard.ts';
import { type FlowStack, forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, enrolledFaces, register, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls, storedFaces } from '../support/rekognition-admin.ts';

const SHARDS = 4;

/** An id that falls into a shard. */
function aUserIdOf(shard: number): string {
  for (;;) {
    const userId = aUserId();
    if (shardOf({ kind: 'hash' }, SHARDS, { userId, attributes: {} }) === shard) return userId;
  }
}

const LIMITED = ['DetectFaces', 'CompareFaces', 'IndexFaces', 'SearchFacesByImage'];

/** Permits that registrations have taken of the shared rates, by operation. */
async function interactivePermits({ stack: { endpoint, region } }: FlowStack) {
  const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const documents = DynamoDBDocumentClient.from(client);
  const permits = LIMITED.map(async (operation) => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: TableNames.find((name) => name.includes('Control')),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `limiter#${operation}` },
      }),
    );
    const taken = Items.reduce((sum, { interactive = 0 }) => sum + Number(interactive), 0);
    return [operation, taken] as const;
  });
  return Object.fromEntries(await Promise.all(permits));
}

describe('a registration over HTTP', () => {
  const flow = withSharedFlowStack();

  beforeEach(async () => {
    await forgetEverybody(flow);
    await resetRekognitionCalls(flow.stack);
  });

  it('approves a person with the own document, and enrolls exactly one face', async () => {
    const userId = aUserId();
    const report = await registerPersonNamed(flow, 'franck', userId);
    expect(report.decision).toMatchObject({ outcome: 'approved', reason_codes: [] });
    expect(report.checks.map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
      'document_quality passed',
      'duplicate_search passed',
      'enrollment_claim passed',
      'face_indexing passed',
      'face_match passed',
      'liveness passed',
      'selfie_quality passed',
    ]);
    const faces = await enrolledFaces(flow, userId);
    expect(faces).toHaveLength(1);
    expect(await storedFaces(flow.stack)).toEqual([
      { collectionId: faces[0]?.collection_id, faceId: faces[0]?.face_id },
    ]);
  });

  it('stays within the budget of billed calls, and reports what they cost by the price table', async () => {
    const { billable_calls, cost_usd } = await registerPersonNamed(flow, 'franck');
    const calls = await rekognitionCalls(flow.stack);
    const { ListCollections: _l, DescribeCollection: _d, ListFaces: _f, ...billed } = calls;
    expect(billed).toEqual({
      CreateFaceLivenessSession: 1,
      GetFaceLivenessSessionResults: 1,
      DetectFaces: 2,
      CompareFaces: 1,
      IndexFaces: 1,
      SearchFacesByImage: SHARDS,
    });
    expect(billable_calls).toEqual(billed);
    // liveness 0.015, and 0.001 for each image call
    expect(cost_usd).toBeCloseTo(0.015 + 0.001 * (2 + 1 + 1 + SHARDS), 6);
  });

  it('takes a permit of the shared rates for each call that they limit', async () => {
    const before = await interactivePermits(flow);
    await registerPersonNamed(flow, 'franck');
    const after = await interactivePermits(flow);
    const taken = LIMITED.map((operation) => [operation, (after[operation] ?? 0) - (before[operation] ?? 0)]);
    expect(Object.fromEntries(taken)).toEqual({
      DetectFaces: 2,
      CompareFaces: 1,
      IndexFaces: 1,
      SearchFacesByImage: SHARDS,
    });
  });

  it('waits for nothing where nothing is being decided, and only for who may read the session', async () => {
    const consent = { given: true, notice_version: 'test-1' };
    const userId = aUserId();
    const body = { type: 'registration', consent, user_id: userId };
    const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', body);
    const path = `/verification-sessions/${id}/decision?wait=5`;
    expect(await flow.backend.get(path)).toMatchObject({ id, status: 'requires_input', user_id: userId });
    await expect(flow.sam.get(path)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('says that the document is missing whose form was never used', async () => {
    const consent = { given: true, notice_version: 'test-1' };
    const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', {
      type: 'registration',
      consent,
      user_id: aUserId(),
    });
    await flow.backend.post(`/verification-sessions/${id}/documents`, { content_type: 'image/jpeg' });
    await expect(flow.backend.post(`/verification-sessions/${id}/submit`)).rejects.toMatchObject({
      status: 409,
      code: 'requirements_missing',
      message: expect.stringContaining('document'),
    });
  });

  it('approves in a sensitive flow as well', async () => {
    const report = await register(flow, {
      selfie: await selfieOf('franck'),
      document: await identityCardOf('franck'),
      sensitivity: 'sensitive',
    });
    expect(report.decision).toMatchObject({ outcome: 'approved' });
  });

  it("declines another person's document as a mismatch, and leaves no face", async () => {
    const report = await register(flow, {
      selfie: await selfieOf('franck'),
      document: await identityCardOf('cage'),
    });
    expect(report.decision).toMatchObject({ outcome: 'declined', reason_codes: ['face_mismatch'] });
    expect(await storedFaces(flow.stack)).toEqual([]);
  });

  it('declines a document without a face', async () => {
    const report = await register(flow, {
      selfie: await selfieOf('franck'),
      document: await aPhotoWithoutFace(),
    });
    expect(report.decision).toMatchObject({ outcome: 'declined', reason_codes: ['document_face_not_found'] });
  });

  it('declines the same face under other ids, whichever shard each falls in', async () => {
    await registerPersonNamed(flow, 'franck');
    for (let shard = 0; shard < SHARDS; shard += 1) {
      const report = await registerPersonNamed(flow, 'franck', aUserIdOf(shard));
      expect(report.decision).toMatchObject({ outcome: 'declined', reason_codes: ['duplicate_face'] });
      const view = await flow.backend.get<Record<string, unknown>>(`/verification-sessions/${report.id}`);
      expect(JSON.stringify(view)).not.toMatch(/duplicate|similarity|reason/);
    }
    // a duplicate's face is deleted after the decision
    await vi.waitFor(async () => expect(await storedFaces(flow.stack)).toHaveLength(1), { timeout: 20_000 });
  });

  it('lets different people register beside each other', async () => {
    expect((await registerPersonNamed(flow, 'franck')).decision?.outcome).toBe('approved');
    expect((await registerPersonNamed(flow, 'cage')).decision?.outcome).toBe('approved');
    const stranger = await register(flow, {
      selfie: await aStranger(),
      document: await identityCardOf('bieber'),
    });
    expect(stranger.decision).toMatchObject({ outcome: 'declined', reason_codes: ['face_mismatch'] });
    expect(await storedFaces(flow.stack)).toHaveLength(2);
  });

  it('enrolls exactly one of two users who register one face at once', async () => {
    const reports = await Promise.all([
      registerPersonNamed(flow, 'bieber'),
      registerPersonNamed(flow, 'bieber'),
    ]);
    expect(reports.map(({ status }) => status).sort()).toEqual(['approved', 'declined']);
    // the loser's face is deleted after the decision
    await vi.waitFor(async () => expect(await storedFaces(flow.stack)).toHaveLength(1), { timeout: 20_000 });
  });

  it('lets a user enroll again after the face was deleted', async () => {
    const userId = aUserId();
    await registerPersonNamed(flow, 'cage', userId);
    await resetRekognitionCalls(flow.stack);
    await expect(registerPersonNamed(flow, 'cage', userId)).rejects.toMatchObject({
      status: 409,
      code: 'user_already_enrolled',
    });
    expect(await rekognitionCalls(flow.stack)).toEqual({});
    for (const { face_id } of await enrolledFaces(flow, userId))
      await flow.operator.delete(`/users/${userId}/faces/${face_id}`, 'test');
    expect((await registerPersonNamed(flow, 'cage', userId)).decision?.outcome).toBe('approved');
  });
});
