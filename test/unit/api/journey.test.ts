import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CompareFacesCommand,
  CreateFaceLivenessSessionCommand,
  DeleteFacesCommand,
  DetectFacesCommand,
  GetFaceLivenessSessionResultsCommand,
  IndexFacesCommand,
  RekognitionClient,
  SearchFacesByImageCommand,
} from '@aws-sdk/client-rekognition';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  S3Client,
} from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type FunctionName, handlerPath } from '../../../lambda/api/functions.ts';
import { API_FUNCTIONS, ROUTES, type RouteName } from '../../../lambda/api/routes.ts';
import type { Route } from '../../../lambda/platform/route.ts';
import {
  type ApiEventOptions,
  aContext,
  anApiEvent,
  MANAGE_SCOPE,
  OPERATE_SCOPE,
} from '../../support/lambda/api-event.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { environmentOn } from '../../support/lambda/function-environment.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';
import { unique } from '../../support/lambda/unique.ts';

const kms = mockedClient(KMSClient);
const rekognition = mockedClient(RekognitionClient);
const s3 = mockedClient(S3Client);
const sfn = mockedClient(SFNClient);
const sts = mockedClient(STSClient);

const FACE_ID = '5f2c1e0a-8c53-4c57-9a4b-0d9f6f0f1c2b';
const LIVENESS_ID = '11111111-2222-4333-8444-555555555555';
const aFaceDetail = {
  BoundingBox: { Left: 0.3, Top: 0.2, Width: 0.4, Height: 0.5 },
  Pose: { Yaw: 1, Pitch: 2, Roll: 3 },
  Quality: { Sharpness: 90, Brightness: 80 },
  FaceOccluded: { Value: false, Confidence: 99 },
};

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
  for (const [name, value] of Object.entries(environmentOn(tables))) vi.stubEnv(name, value);
  await mockAws();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await tables.close();
});

/** One good person, as AWS would see them. */
async function mockAws(): Promise<void> {
  const picture = (background: string) =>
    sharp({ create: { width: 800, height: 600, channels: 3, background } })
      .jpeg()
      .toBuffer();
  const [selfie, document] = await Promise.all([picture('gray'), picture('white')]);
  const deleted = new Set<string | undefined>();
  s3.on(DeleteObjectCommand).callsFake(async ({ Key }) => {
    deleted.add(Key);
    return {};
  });
  s3.on(HeadObjectCommand).callsFake(async ({ Key }) => {
    if (deleted.has(Key)) throw new NotFound({ $metadata: {}, message: '' });
    return { VersionId: 'v1' };
  });
  s3.on(GetObjectCommand).callsFake(async ({ Key = '' }) => ({
    // no two pictures of a camera are equal
    Body: {
      transformToByteArray: async () =>
        Key.includes('/document/') ? document : Buffer.concat([selfie, Buffer.from(Key)]),
    },
  }));
  kms.on(GenerateMacCommand).resolves({ Mac: new Uint8Array(32) });
  sfn.on(StartExecutionCommand).resolves({});
  sts.on(AssumeRoleCommand).resolves({
    Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T', Expiration: minutesAfter(15) },
  });
  rekognition.on(CreateFaceLivenessSessionCommand).resolves({ SessionId: LIVENESS_ID });
  let taken = 0;
  rekognition.on(GetFaceLivenessSessionResultsCommand).callsFake(async () => ({
    SessionId: LIVENESS_ID,
    Status: 'SUCCEEDED',
    Confidence: 97,
    ReferenceImage: { S3Object: { Bucket: 'evidence', Name: `reference-${++taken}.jpg`, Version: 'v1' } },
  }));
  rekognition.on(DetectFacesCommand).resolves({ FaceDetails: [aFaceDetail] });
  rekognition.on(CompareFacesCommand).resolves({ FaceMatches: [{ Similarity: 98.2, Face: aFaceDetail }] });
  rekognition.on(SearchFacesByImageCommand).resolves({ FaceModelVersion: '7.0', FaceMatches: [] });
  rekognition.on(IndexFacesCommand).resolves({
    FaceModelVersion: '7.0',
    FaceRecords: [{ Face: { FaceId: FACE_ID }, FaceDetail: aFaceDetail }],
  });
  rekognition.on(DeleteFacesCommand).resolves({ DeletedFaces: [FACE_ID] });
}

const load = async (name: FunctionName) => (await import(`../../../lambda/${handlerPath(name)}`)).handler;

/** The handler of the function that serves a route. */
async function handlerOf(route: RouteName) {
  const found = API_FUNCTIONS.find(({ routes }) => routes.some(([name]) => name === route));
  if (!found) throw new Error(`no function serves ${route}`);
  return load(found.name);
}

/** Calls a route and holds its answer to the contract. */
async function call(name: RouteName, options: ApiEventOptions = {}) {
  const handler = await handlerOf(name);
  const headers = { 'Idempotency-Key': unique('key'), 'Audit-Reason': 'asked for it' };
  const response = await handler(anApiEvent({ route: ROUTES[name], headers, ...options }), aContext());
  const operation: Route = ROUTES[name];
  expect(response.statusCode, response.body).toBe(operation.success.status);
  return operation.success.schema ? operation.success.schema.parse(JSON.parse(response.body)) : undefined;
}

async function createSession(type: 'registration' | 'authentication'): Promise<{ id: string }> {
  const body = { type, consent: { given: true, notice_version: '2026-01' } };
  return (await call('create-verification-session', { body })) as { id: string };
}

/** Passes the liveness check of a session. */
async function passLiveness(id: string): Promise<void> {
  const created = await call('create-liveness-session', { path: { id } });
  expect(created).toMatchObject({
    liveness_session_id: LIVENESS_ID,
    region: 'eu-west-1',
    credentials: { session_token: 'T' },
  });
  const path = { id, liveness_session_id: LIVENESS_ID };
  expect(await call('complete-liveness-session', { path })).toMatchObject({ passed: true });
}

describe('a person on the way through the functions', () => {
  it('is registered, seen by operators, let in again, and deleted', async () => {
    const { id } = await createSession('registration');
    await passLiveness(id);
    const body = { content_type: 'image/jpeg' };
    expect(await call('create-document-upload', { path: { id }, body })).toMatchObject({
      upload: { fields: { 'Content-Type': 'image/jpeg' } },
    });
    expect(await call('submit-verification-session', { path: { id } })).toMatchObject({
      status: 'processing',
    });

    const [start] = sfn.commandCalls(StartExecutionCommand);
    const registration = JSON.parse(start?.args[0].input.input ?? '');
    const [{ document }, { comparison, selfie }] = await Promise.all([
      (await load('check-image-quality'))({ registration, image: 'document' }),
      (await load('compare-faces'))({ registration }),
    ]);
    const onward = { continue: true, reason_codes: [] };
    const compared = { registration, refused_for: [], document, comparison, selfie };
    expect(await (await load('claim-enrollment'))(compared)).toEqual(onward);
    const { enrollment } = await (await load('index-face'))({ registration, selfie });
    expect(await (await load('search-duplicate-faces'))({ registration, selfie, enrollment })).toEqual(
      onward,
    );
    const decide = await load('decide-registration');
    expect(await decide({ outcome: 'approved', registration, selfie, enrollment })).toEqual(onward);

    expect(await call('get-verification-session', { path: { id } })).toMatchObject({ status: 'approved' });
    const report = await call('get-verification-report', { path: { id }, scope: OPERATE_SCOPE });
    expect(report).toMatchObject({
      decision: { outcome: 'approved' },
      billable_calls: { DetectFaces: 1, CompareFaces: 1, IndexFaces: 1, SearchFacesByImage: 2 },
      cost_usd: 0.02,
    });
    const user = { path: { user_id: 'user-1', face_id: FACE_ID }, scope: OPERATE_SCOPE };
    expect(await call('list-user-faces', user)).toMatchObject({ data: [{ face_id: FACE_ID }] });

    const { id: entry } = await createSession('authentication');
    await passLiveness(entry);
    rekognition.on(SearchFacesByImageCommand).resolves({
      FaceModelVersion: '7.0',
      FaceMatches: [{ Similarity: 99, Face: { FaceId: FACE_ID } }],
    });
    expect(await call('submit-verification-session', { path: { id: entry } })).toMatchObject({
      status: 'approved',
    });

    await call('delete-user-face', user);
    expect(await call('list-user-faces', user)).toMatchObject({ data: [] });
    const approved = await call('list-verification-sessions', {
      query: { status: 'approved' },
      scope: MANAGE_SCOPE,
    });
    expect(approved).toMatchObject({ data: [{ id: entry }, { id }] });
  });

  it('is let in again by an operator after a lockout', async () => {
    for (const [kind, id] of [
      ['user', 'user_id'],
      ['device', 'device_id'],
    ] as const) {
      const subject = { path: { [id]: unique('subject') }, scope: OPERATE_SCOPE };
      await call(`lift-${kind}-lockout`, subject);
      expect(await call(`get-${kind}-lockout`, subject)).toEqual({
        state: 'open',
        timeouts: 0,
        locked_until: null,
      });
    }
  });

  it('may give up', async () => {
    const { id } = await createSession('registration');
    expect(await call('cancel-verification-session', { path: { id } })).toMatchObject({ status: 'canceled' });
  });

  it('gets fresh credentials and the same session for a repeated request, and neither is kept', async () => {
    const { id } = await createSession('registration');
    const handler = await handlerOf('create-liveness-session');
    const event = anApiEvent({
      route: ROUTES['create-liveness-session'],
      path: { id },
      headers: { 'Idempotency-Key': unique('key') },
    });
    const first = await handler(event, aContext());
    sts.on(AssumeRoleCommand).resolves({
      Credentials: {
        AccessKeyId: 'B',
        SecretAccessKey: 'S',
        SessionToken: 'fresh',
        Expiration: minutesAfter(20),
      },
    });
    const again = await handler(event, aContext());
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect(JSON.parse(again.body).credentials.session_token).toBe('fresh');
    expect(JSON.parse(again.body).liveness_session_id).toBe(JSON.parse(first.body).liveness_session_id);
    expect(await tables.textOf(tables.control)).not.toMatch(/session_token|"fresh"|secret_access_key/);
  });
});
