import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketOfTemplate } from '../../src/s3/bucket.ts';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

describe('what nothing of the product asks of S3', () => {
  let local: TestS3;
  beforeAll(async () => {
    local = await aLocalS3();
  });
  afterAll(() => local.close());

  const object = { Bucket: BUCKET, Key: 'a' };
  const asked: readonly [name: string, act: () => Promise<unknown>][] = [
    ['a copy', () => local.client.send(new CopyObjectCommand({ ...object, CopySource: `${BUCKET}/b` }))],
    ['an object with tags', () => local.client.send(new PutObjectCommand({ ...object, Tagging: 'a=1' }))],
    ['tags', () => local.client.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [] } }))],
    [
      'the delete of many',
      () =>
        local.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: 'a' }] } })),
    ],
    ['the old listing', () => local.client.send(new ListObjectsCommand({ Bucket: BUCKET }))],
    ['the end of a bucket', () => local.client.send(new DeleteBucketCommand({ Bucket: BUCKET }))],
  ];

  it.each(asked)('is refused by name: %s', async (_name, act) => {
    await expect(act()).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('is refused in templates: lifecycle rules for tagged objects', () => {
    const Rules = [{ Status: 'Enabled', TagFilters: [{ Key: 'keep', Value: 'no' }], ExpirationInDays: 1 }];
    expect(() => bucketOfTemplate({ LifecycleConfiguration: { Rules } })).toThrow(/TagFilters/);
  });
});
