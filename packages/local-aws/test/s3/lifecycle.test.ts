import { afterEach, describe, expect, it } from 'vitest';
import type { LifecycleRule } from '../../src/s3/bucket.ts';
import { lifecycleActions, uploadHasExpired } from '../../src/s3/lifecycle.ts';
import type { ObjectVersion } from '../../src/s3/object-version.ts';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const at = (date: string) => Date.parse(date);

const aVersion = (more: Partial<ObjectVersion> = {}): ObjectVersion => ({
  key: 'liveness/a.jpg',
  versionId: 'v1',
  lastModifiedMs: at('2026-03-01T10:30:00Z'),
  size: 1,
  etag: '"e"',
  headers: {},
  metadata: {},
  checksums: {},
  encryption: { algorithm: 'AES256' },
  ...more,
});
const aRule = (more: Partial<LifecycleRule>): LifecycleRule => ({ Status: 'Enabled', ...more });

describe('lifecycle rules', () => {
  it('expire an object at the first midnight UTC after its days', () => {
    const rules = [aRule({ ExpirationInDays: 1 })];
    const expires = (now: string) => lifecycleActions(rules, [aVersion()], at(now)).expire;
    expect(['2026-03-02T10:31:00Z', '2026-03-02T23:59:59Z', '2026-03-03T00:00:00Z'].map(expires)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it.each([
    ['another prefix', { Prefix: 'documents/' }],
    ['being switched off', { Status: 'Disabled' }],
  ])('leave an object alone because of %s', (_, more) => {
    const rules = [aRule({ ExpirationInDays: 1, ...more })];
    expect(lifecycleActions(rules, [aVersion()], at('2027-01-01T00:00:00Z')).expire).toBe(false);
  });

  it('remove old versions by the time since they were replaced, and spare the newest of them', () => {
    const versions = [
      aVersion({ versionId: 'v4', lastModifiedMs: at('2026-03-10T00:00:00Z') }),
      aVersion({ versionId: 'v3', lastModifiedMs: at('2026-03-03T00:00:00Z') }),
      aVersion({ versionId: 'v2', lastModifiedMs: at('2026-03-02T00:00:00Z') }),
      aVersion({ versionId: 'v1' }),
    ];
    const removed = (now: string, more: object = {}) =>
      lifecycleActions(
        [aRule({ NoncurrentVersionExpiration: { NoncurrentDays: 7, ...more } })],
        versions,
        at(now),
      ).remove.map(({ versionId }) => versionId);
    expect(removed('2026-03-09T00:00:00Z')).toEqual(['v1']);
    expect(removed('2026-03-10T00:00:00Z')).toEqual(['v2', 'v1']);
    expect(removed('2026-03-17T00:00:00Z')).toEqual(['v3', 'v2', 'v1']);
    expect(removed('2026-03-17T00:00:00Z', { NewerNoncurrentVersions: 1 })).toEqual(['v2', 'v1']);
  });

  it('clear a delete marker when nothing is left below it', () => {
    const marker = aVersion({ versionId: 'm', deleteMarker: true });
    const rules = [aRule({ ExpiredObjectDeleteMarker: true })];
    expect(lifecycleActions(rules, [marker], at('2026-03-02T00:00:00Z')).remove).toEqual([marker]);
    expect(lifecycleActions(rules, [marker, aVersion()], at('2026-03-02T00:00:00Z')).remove).toEqual([]);
  });

  it('throw away uploads that were never finished', () => {
    const rules = [aRule({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } })];
    const started = at('2026-03-01T10:00:00Z');
    expect(uploadHasExpired(rules, 'a', started, at('2026-03-03T23:00:00Z'))).toBe(false);
    expect(uploadHasExpired(rules, 'a', started, at('2026-03-04T00:00:00Z'))).toBe(true);
  });
});

describe('the lifecycle of a bucket', () => {
  let local: TestS3 | undefined;
  afterEach(() => local?.close());

  it('is carried out by the clock', async () => {
    const Rules = [
      {
        Status: 'Enabled',
        Prefix: 'liveness/',
        ExpirationInDays: 1,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
    ];
    local = await aLocalS3({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules },
    });
    const { s3, clock } = local;
    const { versionId } = await s3.putObject(BUCKET, 'liveness/a.jpg', Buffer.from('x'));
    await s3.putObject(BUCKET, 'documents/a.jpg', Buffer.from('x'));
    await s3.sweep();
    expect((await s3.getObject(BUCKET, 'liveness/a.jpg')).versionId).toBe(versionId);

    clock.advance(2 * DAY_MS);
    await s3.sweep();
    await expect(s3.getObject(BUCKET, 'liveness/a.jpg')).rejects.toMatchObject({ code: 'NoSuchKey' });
    expect((await s3.getObject(BUCKET, 'liveness/a.jpg', versionId)).content.toString()).toBe('x');

    clock.advance(2 * DAY_MS);
    await s3.sweep();
    await expect(s3.getObject(BUCKET, 'liveness/a.jpg', versionId)).rejects.toMatchObject({
      code: 'NoSuchVersion',
    });
    expect((await s3.getObject(BUCKET, 'documents/a.jpg')).content.toString()).toBe('x');
  });
});
