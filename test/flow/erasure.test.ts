import { randomBytes } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListUsersCommand } from '@aws-sdk/client-rekognition';
import { ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import type { ErasureView } from '../../lambda/erasure/contract.ts';
import { createIdentifier } from '../../lambda/kernel/identifier.ts';
import type { FlowStack } from '../support/flow-stack.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, authenticate, prepare, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionOf, storedFaces } from '../support/rekognition-admin.ts';
import { caseOf } from '../support/review-cases.ts';

/** An id as receipts have it, of this moment. */
const newUlid = () => createIdentifier('evt', new Date(), randomBytes(10)).replace('evt_', '');
/** Passes are seconds apart on a laptop. */
const ERASED = { timeout: 90_000, interval: 500 };

const client = ({ stack }: FlowStack) => ({
  endpoint: stack.endpoint,
  region: stack.region,
  credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
});

/** Rows of every table that hold one of these texts, without audit entries and the report of the erasure. */
async function rowsWith(flow: FlowStack, texts: readonly string[]): Promise<readonly string[]> {
  const dynamo = new DynamoDBClient(client(flow));
  const documents = DynamoDBDocumentClient.from(dynamo);
  const { TableNames = [] } = await dynamo.send(new ListTablesCommand({}));
  const found: string[] = [];
  for (const TableName of TableNames.filter((name) => !name.includes('Audit')))
    for await (const { Items = [] } of paginateScan({ client: documents }, { TableName }))
      for (const item of Items)
        if (texts.some((text) => JSON.stringify(item).includes(text)) && !isExempt(item))
          found.push(`${TableName} ${item.pk ?? item.user_id} ${item.sk}`);
  return found;
}

/** What stays by its rule: receipts of consents, and for a day the report. */
const isExempt = ({ sk, type }: Record<string, unknown>): boolean =>
  type === 'erasure.completed' || String(sk).startsWith('consent#');

/** Versions and delete markers of objects whose keys hold one of these texts. */
async function objectsWith(flow: FlowStack, texts: readonly string[]): Promise<readonly string[]> {
  const s3 = new S3Client({ ...client(flow), forcePathStyle: true });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const pages = await Promise.all(
    Buckets.map(({ Name }) => s3.send(new ListObjectVersionsCommand({ Bucket: Name, Prefix: 'demo/' }))),
  );
  return pages
    .flatMap(({ Versions = [], DeleteMarkers = [] }) => [...Versions, ...DeleteMarkers])
    .map(({ Key = '' }) => Key)
    .filter((key) => texts.some((text) => key.includes(text)));
}

describe('the erasure of a user', () => {
  const flow = withSharedFlowStack();

  const erase = async (userId: string) => {
    const path = `/users/${userId}/erasure-requests`;
    const { id } = await flow.operator.post<ErasureView>(path, undefined, 'asked for it');
    expect((await flow.operator.post<ErasureView>(path, undefined, 'asked again')).id).toBe(id);
    return completed(userId, id);
  };
  const completed = (userId: string, id: string) =>
    vi.waitFor(async () => {
      const view = await flow.operator.get<ErasureView>(`/users/${userId}/erasure-requests/${id}`);
      expect(view, JSON.stringify(view.steps)).toMatchObject({ state: 'completed' });
      return view;
    }, ERASED);

  it('leaves nothing in any store, and the person can register again', async () => {
    const userId = aUserId();
    const registered = await registerPersonNamed(flow, 'franck', userId);
    expect(registered.status).toBe('approved');
    expect((await authenticate(flow, userId, await selfieOf('franck'))).status).toBe('approved');
    const { data } = await flow.operator.get<{ data: { face_id: string; image_id: string }[] }>(
      `/users/${userId}/faces`,
    );
    const [face = { face_id: '', image_id: '' }] = data;
    const texts = [userId, registered.id, face.image_id];
    expect((await objectsWith(flow, texts)).length).toBeGreaterThan(2);

    const { receipt, unconfirmed } = await erase(userId);
    expect(unconfirmed).toEqual([]);
    expect(await rowsWith(flow, [userId])).toEqual([]);
    expect(await objectsWith(flow, texts)).toEqual([]);
    const faces = await storedFaces(flow.stack);
    expect(faces.map(({ faceId }) => faceId)).not.toContain(face.face_id);
    for (const collectionId of new Set(faces.map((one) => one.collectionId))) {
      const listed = rekognitionOf(flow.stack).send(new ListUsersCommand({ CollectionId: collectionId }));
      expect(JSON.stringify((await listed).Users)).not.toContain(userId);
    }

    const keys = await fetch(new URL('.well-known/jwks.json', flow.stack.apiUrl));
    const { payload } = await jwtVerify(
      receipt ?? '',
      createLocalJWKSet((await keys.json()) as JSONWebKeySet),
      { issuer: 'face-idv-local', audience: 'demo', typ: 'erasure-receipt+jwt' },
    );
    expect(payload).toMatchObject({ cause: 'operator', held_entries: 0 });
    expect((payload as { removed?: Record<string, number> }).removed).toMatchObject({ faces: 1 });

    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
  });

  it('stops a session that began before it', async () => {
    const userId = aUserId();
    const submit = await prepare(flow, userId, await selfieOf('cage'), await identityCardOf('cage'));
    await erase(userId);
    await expect(submit()).rejects.toThrow(/does not exist/);
    expect(await rowsWith(flow, [userId])).toEqual([]);
  });

  it('takes a session out of review, and leaves the other user of its case', {
    timeout: 180_000,
  }, async () => {
    const [first, second] = [aUserId(), aUserId()];
    expect((await registerPersonNamed(flow, 'bieber', first)).status).toBe('approved');
    const held = await registerPersonNamed(flow, 'bieber', second);
    expect(held.status).toBe('in_review');
    const { id } = await caseOf(flow, held.id, 'possible_duplicate');
    await erase(second);
    expect(await rowsWith(flow, [second])).toEqual([]);
    expect(await objectsWith(flow, [held.id])).toEqual([]);
    await expect(flow.operator.get(`/review-cases/${id}`)).rejects.toThrow();
    const { data } = await flow.operator.get<{ data: unknown[] }>(`/users/${first}/faces`);
    expect(data).toHaveLength(1);
  });

  it('is begun by a consent that is withdrawn', { timeout: 180_000 }, async () => {
    const userId = aUserId();
    expect((await registerPersonNamed(flow, 'cage', userId)).status).toBe('approved');
    const receipt = `cr_${newUlid()}`;
    const detail = {
      ...{ type: 'consent.withdrawn', stage: 'local', subject: receipt },
      time: new Date().toISOString(),
      data: { tenant: 'demo', user_id: userId },
    };
    const event = { Source: 'face-idv', DetailType: 'consent.withdrawn', Detail: JSON.stringify(detail) };
    await new EventBridgeClient(client(flow)).send(new PutEventsCommand({ Entries: [event] }));
    const { cause } = await completed(userId, receipt.replace('cr_', 'era_'));
    expect(cause).toBe('consent_withdrawn');
    expect(await rowsWith(flow, [userId])).toEqual([]);
  });
});
