import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketOfTemplate } from '../../src/s3/bucket.ts';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const lockedFor = (retention: object) => ({
  ObjectLockEnabled: true,
  ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: retention } },
  VersioningConfiguration: { Status: 'Enabled' },
});
const LOCKED = lockedFor({ Mode: 'GOVERNANCE', Days: 7 });

describe('the lock of a bucket', () => {
  it('is the one of its template, and a bucket without one has none', () => {
    expect(bucketOfTemplate(LOCKED).objectLock).toEqual({ days: 7 });
    expect(bucketOfTemplate({}).objectLock).toBeUndefined();
  });

  it.each([
    ['without being enabled', { ...LOCKED, ObjectLockEnabled: false }, 'needs ObjectLockEnabled'],
    ['without versions', { ...LOCKED, VersioningConfiguration: { Status: 'Suspended' } }, 'needs versioning'],
    ['of another mode', lockedFor({ Mode: 'LEGAL', Days: 7 }), 'Mode'],
    ['for no days', lockedFor({ Mode: 'COMPLIANCE', Days: 0 }), 'Days'],
    ['in years, which is not emulated', lockedFor({ Mode: 'COMPLIANCE', Years: 1 }), 'Years'],
  ])('is refused %s', (_what, properties, words) => {
    expect(() => bucketOfTemplate(properties)).toThrow(words);
  });
});

describe('an object of a bucket with a lock', () => {
  let local: TestS3;
  beforeAll(async () => {
    local = await aLocalS3({
      ...LOCKED,
      LifecycleConfiguration: {
        Rules: [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } }],
      },
    });
  });
  afterAll(() => local.close());

  const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
    local.client.send(
      new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'a', ChecksumAlgorithm: 'SHA256', ...more }),
    );
  const remove = (Key: string, VersionId?: string) =>
    local.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key, VersionId }));
  const has = (Key: string, VersionId?: string) =>
    local.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key, VersionId })).then(
      () => true,
      () => false,
    );

  it('needs a checksum', async () => {
    const bare = new PutObjectCommand({ Bucket: BUCKET, Key: 'bare', Body: 'a' });
    await expect(local.client.send(bare)).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it('cannot be removed before its time, is hidden by a delete marker, and can be removed then', async () => {
    const { VersionId } = await put('kept');
    await expect(remove('kept', VersionId)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Access Denied because object protected by object lock.',
    });
    await remove('kept');
    expect([await has('kept'), await has('kept', VersionId)]).toEqual([false, true]);
    const { Body } = await local.client.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: 'kept', VersionId }),
    );
    expect(await Body?.transformToString()).toBe('a');
  });

  it('is spared by the lifecycle while it is locked', async () => {
    const { VersionId } = await put('old');
    await put('old', { Body: 'b' });
    local.clock.advance(3 * DAY_MS);
    await local.s3.sweep();
    const versionsOf = async () =>
      local.s3.getObject(BUCKET, 'old', VersionId).then(
        () => true,
        () => false,
      );
    expect(await versionsOf()).toBe(true);
    local.clock.advance(6 * DAY_MS);
    await local.s3.sweep();
    expect(await versionsOf()).toBe(false);
  });

  it.each([
    ['a lock of its own', { ObjectLockMode: 'COMPLIANCE' as const, ObjectLockRetainUntilDate: new Date() }],
    ['a legal hold', { ObjectLockLegalHoldStatus: 'ON' as const }],
  ])('is refused with %s, which is not emulated', async (_what, more) => {
    const clock = local.clock.now() - Date.now();
    local.client.config.systemClockOffset = clock;
    await expect(put('own', more)).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
