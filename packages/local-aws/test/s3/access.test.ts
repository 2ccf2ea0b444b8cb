import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AwsError } from '../../src/aws-error.ts';
import type { CloudRequest } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001';
const OBJECT_ARN = `arn:aws:s3:::${BUCKET}/acme/a b`;
const VIA_S3 = { 'kms:ViaService': 's3.us-east-1.amazonaws.com' };

let local: TestS3;
let mayList = true;
beforeAll(async () => {
  const byDefault = { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN } };
  local = await aLocalS3(
    { BucketEncryption: { ServerSideEncryptionConfiguration: [byDefault] } },
    {
      authorize: (_, [check]) => {
        if (!mayList)
          throw new AwsError('AccessDenied', `not allowed: ${check?.action} ${check?.resource}`, 403);
      },
    },
  );
  await local.s3.putObject(BUCKET, 'acme/a b', Buffer.from('x'));
});
afterAll(() => local.close());

const checks = (method: string, path: string, headers: CloudRequest['headers'] = {}, body = '') =>
  local.s3.accessChecks?.({
    method,
    url: new URL(`http://localhost/${BUCKET}${path}`),
    headers,
    body: Buffer.from(body),
    operation: undefined,
    principal: OWNER,
    requestId: 'request',
  });

it('asks for the object and for the key that it is encrypted with', () => {
  const decrypt = { action: 'kms:Decrypt', resource: KEY_ARN, context: VIA_S3 };
  expect(checks('GET', '/acme/a%20b')).toEqual([{ action: 's3:GetObject', resource: OBJECT_ARN }, decrypt]);
  expect(checks('HEAD', '/acme/a%20b')).toEqual([{ action: 's3:GetObject', resource: OBJECT_ARN }, decrypt]);
  expect(checks('PUT', '/acme/a%20b')).toEqual([
    { action: 's3:PutObject', resource: OBJECT_ARN },
    { action: 'kms:GenerateDataKey', resource: KEY_ARN, context: VIA_S3 },
  ]);
  expect(checks('DELETE', '/acme/a%20b')).toEqual([{ action: 's3:DeleteObject', resource: OBJECT_ARN }]);
});

it('asks for the version where one is named', () => {
  expect(checks('GET', '/acme/a%20b?versionId=1')?.[0]).toEqual({
    action: 's3:GetObjectVersion',
    resource: OBJECT_ARN,
  });
  expect(checks('DELETE', '/acme/a%20b?versionId=1')).toEqual([
    { action: 's3:DeleteObjectVersion', resource: OBJECT_ARN },
  ]);
});

it('tells what prefix a listing asks for', () => {
  expect(checks('GET', '?list-type=2&prefix=acme%2F')).toEqual([
    { action: 's3:ListBucket', resource: `arn:aws:s3:::${BUCKET}`, context: { 's3:prefix': 'acme/' } },
  ]);
});

it('asks nothing of a preflight, which nobody signs', () => {
  expect(checks('OPTIONS', '/acme/a%20b')).toEqual([]);
});

it('hides that an object is missing from those who may not list', async () => {
  const missing = { Bucket: BUCKET, Key: 'missing' };
  mayList = true;
  await expect(local.client.send(new GetObjectCommand(missing))).rejects.toMatchObject({ name: 'NoSuchKey' });
  mayList = false;
  await expect(local.client.send(new GetObjectCommand(missing))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `not allowed: s3:ListBucket arn:aws:s3:::${BUCKET}`,
  });
  await expect(local.client.send(new HeadObjectCommand(missing))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  const present = await local.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'acme/a b' }));
  expect(await present.Body?.transformToString()).toBe('x');
});
