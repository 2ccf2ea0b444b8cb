import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createDispatcher } from '../../src/dispatcher.ts';
import { createDynamoDb } from '../../src/dynamodb/dynamodb.ts';
import type { Emulator } from '../../src/emulator.ts';
import { createIam, type Iam } from '../../src/iam/iam.ts';
import { createS3 } from '../../src/s3/s3.ts';
import { type CloudServer, listen } from '../../src/server.ts';
import { createSts } from '../../src/sts/sts.ts';
import { ACCOUNT, allow, aPolicyOn, aResource, aRole, roleArn } from './a-role.ts';

const REGION = 'eu-west-1';
const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/sessions`;
const ofTenant = {
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `\${aws:PrincipalTag/tenant}#*` } },
};

const RESOURCES = [
  aResource(
    'sessions',
    'AWS::DynamoDB::GlobalTable',
    {
      TableName: 'sessions',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    },
    TABLE_ARN,
  ),
  aResource('evidence', 'AWS::S3::Bucket', { BucketName: 'evidence' }, 'arn:aws:s3:::evidence'),
  aRole('Function'),
  aPolicyOn('Function', allow(['sts:AssumeRole', 'sts:TagSession'], roleArn('TenantAccess'))),
  aRole('TenantAccess', {
    AssumeRolePolicyDocument: {
      Statement: {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Principal: { AWS: roleArn('Function') },
      },
    },
  }),
  aPolicyOn(
    'TenantAccess',
    allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], TABLE_ARN, ofTenant),
    allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::evidence/\${aws:PrincipalTag/tenant}/*`),
    allow('s3:ListBucket', 'arn:aws:s3:::evidence', {
      Condition: { StringLike: { 's3:prefix': `\${aws:PrincipalTag/tenant}/*` } },
    }),
  ),
];

/** The product's answer to a handler with a bug: it holds the credentials of one tenant and no others. */
describe('a function that acts for one tenant', () => {
  let dataDir: string;
  let server: CloudServer;
  let emulators: readonly Emulator[];
  let iam: Iam;
  let dynamoDb: DynamoDBClient;
  let s3: S3Client;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tenants-'));
    const options = { dataDir, clock: systemClock, region: REGION, accountId: ACCOUNT };
    iam = await createIam(RESOURCES, options);
    emulators = [
      createSts({ ...options, iam }),
      await createDynamoDb(options),
      await createS3({
        ...options,
        secretOf: (key) => iam.secretOf(key),
        authorizeForm: () => {},
        authorize: (principal, checks) => iam.authorize(principal, checks),
      }),
    ];
    for (const emulator of emulators) await emulator.provision(RESOURCES);
    server = await listen(0);
    const { handle } = createDispatcher({ emulators, authorizer: iam, isStage: () => false, log: () => {} });
    server.serve({ handle, upgrade: (_request, socket) => socket.destroy() });

    const common = { endpoint: server.endpoint, region: REGION, maxAttempts: 1 };
    const sts = new STSClient({ ...common, credentials: iam.credentialsFor(roleArn('Function')) });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn('TenantAccess'),
        RoleSessionName: 'request-1',
        Tags: [{ Key: 'tenant', Value: 'acme' }],
      }),
    );
    sts.destroy();
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    dynamoDb = new DynamoDBClient({ ...common, credentials });
    s3 = new S3Client({ ...common, credentials, forcePathStyle: true });
  });
  afterAll(async () => {
    dynamoDb.destroy();
    s3.destroy();
    await server.close();
    for (const emulator of emulators) await emulator.close();
    await rm(dataDir, { recursive: true });
  });

  const key = (pk: string) => ({ pk: { S: pk } });
  const denied = { name: expect.stringMatching(/^AccessDenied/) };

  it('reads and writes what is its tenant’s', async () => {
    await dynamoDb.send(new PutItemCommand({ TableName: 'sessions', Item: key('acme#1') }));
    const { Item } = await dynamoDb.send(new GetItemCommand({ TableName: 'sessions', Key: key('acme#1') }));
    expect(Item).toEqual(key('acme#1'));
    const object = { Bucket: 'evidence', Key: 'acme/selfie.jpg' };
    await s3.send(new PutObjectCommand({ ...object, Body: 'a photo' }));
    const { Body } = await s3.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('a photo');
  });

  it.each([
    ['an item', new GetItemCommand({ TableName: 'sessions', Key: key('globex#1') })],
    ['an item by a write', new PutItemCommand({ TableName: 'sessions', Item: key('globex#1') })],
    [
      'items by a query',
      new QueryCommand({
        TableName: 'sessions',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'globex#1' } },
      }),
    ],
    [
      'an item in a transaction',
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: 'sessions', Item: key('acme#2') } },
          { Put: { TableName: 'sessions', Item: key('globex#2') } },
        ],
      }),
    ],
    ['everything by a scan', new ScanCommand({ TableName: 'sessions' })],
  ])('is refused %s of another tenant', async (_name, command) => {
    await expect(
      (dynamoDb.send as (sent: typeof command) => Promise<unknown>)(command),
    ).rejects.toMatchObject(denied);
  });

  it('is refused the photos of another tenant', async () => {
    const object = { Bucket: 'evidence', Key: 'globex/selfie.jpg' };
    await expect(s3.send(new PutObjectCommand({ ...object, Body: 'x' }))).rejects.toMatchObject(denied);
    await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject(denied);
    const traversal = { Bucket: 'evidence', Key: 'acme/../globex/selfie.jpg' };
    await expect(s3.send(new GetObjectCommand(traversal))).rejects.toMatchObject({
      name: expect.stringMatching(/^(AccessDenied|NoSuchKey)/),
    });
  });

  it('is refused a photo of its tenant that is missing, as one that it may not read, and may list its key', async () => {
    const missing = { Bucket: 'evidence', Key: 'acme/missing.jpg' };
    await expect(s3.send(new GetObjectCommand(missing))).rejects.toMatchObject(denied);
    await expect(s3.send(new HeadObjectCommand(missing))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: 'evidence', Prefix: missing.Key }));
    expect(KeyCount).toBe(0);
  });

  it.each([undefined, '', 'acme', 'globex/selfie.jpg'])('is refused the keys below %j', async (Prefix) => {
    const list = new ListObjectsV2Command({
      Bucket: 'evidence',
      ...(Prefix === undefined ? {} : { Prefix }),
    });
    await expect(s3.send(list)).rejects.toMatchObject(denied);
  });
});
