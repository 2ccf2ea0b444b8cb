import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aColorEngine } from '@face-idv/local-rekognition/testing/color-engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { AccessCheck, CloudRequest, Emulator } from '../../src/emulator.ts';
import type { Iam } from '../../src/iam/iam.ts';
import { OWNER } from '../../src/principal.ts';
import { formAccessChecks, listChecks } from '../../src/s3/access.ts';
import type { ObjectStore } from '../../src/s3/object-store.ts';
import { openServices, type Services } from '../../src/services.ts';
import { queueChecks } from '../../src/sqs/access.ts';
import { assumeRole } from '../../src/sts/assume-role.ts';
import { readTemplates } from '../../src/template.ts';
import { ACCOUNT_ID } from '../../src/testing/serve-emulator.ts';
import { aCloudAssembly, codeAsset, type FixtureAssembly } from '../fixtures/a-cloud-assembly.ts';
import { type AskedFor, BUCKET, FUNCTION, QUEUE, REQUESTS, TABLE } from './requests-of-operations.ts';
import { objectionsTo } from './service-authorization.ts';

const ENDPOINT = 'http://localhost:4580';
const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
const MODULE = 'export const handler = async () => {};';
const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });

/** What is encrypted, so that the keys are asked for too. */
const RESOURCES = {
  Key: { Type: 'AWS::KMS::Key', Properties: {} },
  Table: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'owner'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-owner',
          KeySchema: [key('owner', 'HASH')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [{ Region: 'eu-west-1', SSESpecification: { KMSMasterKeyId: KEY } }],
    },
  },
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: BUCKET,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } },
        ],
      },
    },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: QUEUE, KmsMasterKeyId: KEY } },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: FUNCTION,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: codeAsset(MODULE),
    },
  },
};

let assembly: FixtureAssembly;
let dataDir: string;
let services: Services;
beforeAll(async () => {
  assembly = await aCloudAssembly({
    Stack: { region: 'eu-west-1', template: { Resources: RESOURCES }, modules: [MODULE] },
  });
  dataDir = await mkdtemp(join(tmpdir(), 'asked-'));
  const template = await readTemplates(assembly.directory, ENDPOINT);
  services = await openServices({
    template,
    endpoint: ENDPOINT,
    dataDir,
    clock: systemClock,
    accountId: ACCOUNT_ID,
    log: () => {},
    rekognition: { engine: aColorEngine() },
  });
  for (const emulator of services.emulators)
    await emulator.provision(template.resources.filter(({ type }) => emulator.resourceTypes.includes(type)));
});
afterAll(async () => {
  await services.close();
  await assembly.remove();
  await rm(dataDir, { recursive: true, force: true });
});

/** Operations that AWS answers without a permission of IAM, and those that ask for theirs elsewhere. */
const WITHOUT_PERMISSION: Readonly<Record<string, readonly string[]>> = {
  // an access token of the person, a secret, or nothing stands in the place of a signature
  'cognito-idp': [
    '/oauth2/token',
    'AssociateSoftwareToken',
    'ChangePassword',
    'ConfirmForgotPassword',
    'ForgotPassword',
    'GetTokensFromRefreshToken',
    'GetUser',
    'GlobalSignOut',
    'InitiateAuth',
    'RespondToAuthChallenge',
    'RevokeToken',
    'SetUserMFAPreference',
    'UpdateUserAttributes',
    'VerifySoftwareToken',
    'VerifyUserAttribute',
  ],
  // asks for the signer of the form
  s3: ['PostObject'],
  // a role is asked for what it trusts; anyone may know who they are
  sts: ['AssumeRole', 'GetCallerIdentity'],
};

const requestOf = (operation: string, asked: AskedFor): CloudRequest => ({
  method: 'method' in asked ? asked.method : 'POST',
  url: new URL('path' in asked ? asked.path : '/', ENDPOINT),
  headers: {},
  body: Buffer.from('input' in asked ? JSON.stringify(asked.input) : ''),
  operation,
  principal: OWNER,
  requestId: 'request',
});

const askedBy = (service: string, operation: string, asked: AskedFor): readonly AccessCheck[] => {
  const emulator = services.emulators.find((one) => one.service === service) as Emulator;
  return emulator.accessChecks?.(requestOf(operation, asked)) ?? [];
};

const objectionsToAll = async (checks: readonly AccessCheck[]): Promise<readonly string[]> =>
  (await Promise.all(checks.map(objectionsTo))).flat();

const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('what an operation asks of IAM', () => {
  it('is looked at for every operation that is served', () => {
    for (const { service, operations } of services.emulators) {
      const listed = [...Object.keys(REQUESTS[service] ?? {}), ...(WITHOUT_PERMISSION[service] ?? [])];
      expect({ service, operations: sorted(listed) }).toEqual({ service, operations: sorted(operations) });
    }
  });

  it.each(
    Object.entries(REQUESTS).flatMap(([service, requests]) =>
      Object.entries(requests).map(([operation, asked]) => [service, operation, asked] as const),
    ),
  )('%s %s: is what AWS asks', async (service, operation, asked) => {
    for (const one of asked) {
      const checks = askedBy(service, operation, one);
      expect(checks.length).toBeGreaterThan(0);
      expect(await objectionsToAll(checks)).toEqual([]);
    }
  });

  it.each(
    Object.entries(WITHOUT_PERMISSION).flatMap(([service, names]) =>
      names.map((name) => [service, name] as const),
    ),
  )('%s %s: is nothing', (service, operation) => {
    const asked = service === 's3' ? { method: 'POST', path: `/${BUCKET}` } : { input: {} };
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const emulator = services.emulators.find((one) => one.service === service) as Emulator;
    expect(emulator.accessChecks?.({ ...requestOf(operation, asked), headers }) ?? []).toEqual([]);
  });

  it('names the keys of what is encrypted', () => {
    const keyActions = (service: string, operation: string) =>
      (REQUESTS[service]?.[operation] ?? [])
        .flatMap((asked) => askedBy(service, operation, asked))
        .map(({ action }) => action)
        .filter((action) => action.startsWith('kms:'));
    expect(keyActions('dynamodb', 'GetItem')).toEqual(['kms:Decrypt']);
    expect(keyActions('s3', 'CreateMultipartUpload')).toEqual(['kms:GenerateDataKey']);
    expect(keyActions('sqs', 'SendMessage')).toEqual(['kms:GenerateDataKey', 'kms:Decrypt']);
  });

  it('is a permission of its own for the tags of a collection', () => {
    const tagged = REQUESTS.rekognition?.CreateCollection?.at(-1);
    const checks = tagged ? askedBy('rekognition', 'CreateCollection', tagged) : [];
    expect(checks.map(({ action }) => action)).toEqual([
      'rekognition:CreateCollection',
      'rekognition:TagResource',
    ]);
  });
});

describe('what is asked of IAM on the way', () => {
  it('of the signer of a form, and of who reads what is missing', async () => {
    const store = { hasBucket: () => false } as unknown as ObjectStore;
    const form = formAccessChecks({ store, region: 'eu-west-1' }, BUCKET, new Map([['key', 'acme/a']]));
    expect(await objectionsToAll([...form, ...listChecks(BUCKET)])).toEqual([]);
  });

  it('of the role of a function that a queue is mapped to', async () => {
    const queue = `arn:aws:sqs:eu-west-1:${ACCOUNT_ID}:${QUEUE}`;
    const keyArn = `arn:aws:kms:eu-west-1:${ACCOUNT_ID}:key/1`;
    const actions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
    expect(await objectionsToAll(actions.flatMap((one) => queueChecks(one, queue, keyArn)))).toEqual([]);
  });

  it('of a role that is assumed with tags', async () => {
    const checks: AccessCheck[] = [];
    const iam = {
      isTrusted: (_: unknown, check: AccessCheck) => checks.push(check) > 0,
      role: () => ({ arn: 'arn', id: 'ID', maxSessionSeconds: 3600 }),
      credentialsOf: () => ({}),
    } as unknown as Iam;
    const form = new Map([
      ['RoleArn', `arn:aws:iam::${ACCOUNT_ID}:role/path/Tenant`],
      ['RoleSessionName', 'tenant-acme'],
      ['ExternalId', 'partner'],
      ['Tags.member.1.Key', 'tenant'],
      ['Tags.member.1.Value', 'acme'],
    ]);
    assumeRole(form, OWNER, { iam, clock: systemClock });
    expect(checks.map(({ action }) => action)).toEqual(['sts:AssumeRole', 'sts:TagSession']);
    expect(await objectionsToAll(checks)).toEqual([]);
  });
});

const OF_A_COLLECTION = 'arn:aws:rekognition:eu-west-1:000000000000:collection/people';

it.each<[string, AccessCheck, string]>([
  [
    'an action that does not exist',
    { action: 's3:PutObjectVersion', resource: `arn:aws:s3:::${BUCKET}/a` },
    's3:PutObjectVersion does not exist',
  ],
  [
    'a service that does not exist',
    { action: 'dynamo:GetItem', resource: '*' },
    'dynamo:GetItem does not exist',
  ],
  [
    'a resource for an action that takes none',
    { action: 'rekognition:CreateCollection', resource: OF_A_COLLECTION },
    `rekognition:CreateCollection is not asked for ${OF_A_COLLECTION}`,
  ],
  [
    'all of an action that takes a resource',
    { action: 'logs:FilterLogEvents', resource: '*' },
    'logs:FilterLogEvents is not asked for *',
  ],
  [
    'an object where a bucket is asked for',
    { action: 's3:ListBucket', resource: `arn:aws:s3:::${BUCKET}/a` },
    `s3:ListBucket is not asked for arn:aws:s3:::${BUCKET}/a`,
  ],
  [
    'a condition key of another action',
    {
      action: 'sts:TagSession',
      resource: 'arn:aws:iam::000000000000:role/Tenant',
      context: { 'sts:RoleSessionName': 'a' },
    },
    'sts:TagSession has no condition key sts:RoleSessionName',
  ],
  [
    'a tag that the request never carries',
    { action: 'rekognition:DetectFaces', resource: '*', context: { 'aws:RequestTag/stage': 'dev' } },
    'rekognition:DetectFaces has no condition key aws:RequestTag/stage',
  ],
])('an objection to %s', async (_, check, objection) => {
  expect(await objectionsTo(check)).toEqual([objection]);
});
