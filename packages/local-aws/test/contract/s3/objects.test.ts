import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anS3, type S3UnderTest } from './a-bucket.ts';

describe('objects in S3', () => {
  let s3: S3UnderTest;
  beforeAll(async () => {
    s3 = await anS3();
  });
  afterAll(() => s3.close());

  const put = (Key: string, Body: NonNullable<PutObjectCommandInput['Body']>, more: object = {}) =>
    s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key, Body, ...more }));
  const get = async (Key: string, more: object = {}) => {
    const { Body, ...answer } = await s3.client.send(
      new GetObjectCommand({ Bucket: s3.bucket, Key, ...more }),
    );
    return { ...answer, content: Buffer.from((await Body?.transformToByteArray()) ?? []) };
  };
  const keysOf = async (more: object) => {
    const {
      Contents = [],
      CommonPrefixes = [],
      ...page
    } = await s3.client.send(new ListObjectsV2Command({ Bucket: s3.bucket, ...more }));
    return {
      ...page,
      keys: Contents.map(({ Key }) => Key),
      prefixes: CommonPrefixes.map(({ Prefix }) => Prefix),
    };
  };

  it('gives back the bytes, the type and the metadata of an object', async () => {
    const body = randomBytes(10_000);
    const { ETag } = await put('plain', body, { ContentType: 'image/jpeg', Metadata: { purpose: 'selfie' } });
    const object = await get('plain');
    expect(object.content.equals(body)).toBe(true);
    expect(object).toMatchObject({
      ContentType: 'image/jpeg',
      ContentLength: 10_000,
      Metadata: { purpose: 'selfie' },
      ETag,
    });
    expect(ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'stores a stream that is sent in chunks with a trailing %s byte for byte',
    async (ChecksumAlgorithm) => {
      const body = randomBytes(200_000);
      await put(
        `stream-${ChecksumAlgorithm}`,
        Readable.from([body.subarray(0, 70_000), body.subarray(70_000)]),
        {
          ContentLength: body.length,
          ChecksumAlgorithm,
        },
      );
      expect((await get(`stream-${ChecksumAlgorithm}`)).content.equals(body)).toBe(true);
    },
  );

  it('keeps keys with spaces, plus signs, percent signs and other scripts apart', async () => {
    const keys = ['odd/a b', 'odd/a+b', 'odd/a%20b', 'odd/ä€', "odd/it's(*)!"];
    for (const key of keys) await put(key, key);
    for (const key of keys) expect((await get(key)).content.toString()).toBe(key);
    expect((await keysOf({ Prefix: 'odd/' })).keys?.sort()).toEqual([...keys].sort());
  });

  it('refuses a body that does not fit its checksum', async () => {
    await expect(
      put('broken', 'hello', { ChecksumSHA256: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    ).rejects.toMatchObject({
      name: expect.stringMatching(/BadDigest|InvalidRequest/),
    });
    await expect(get('broken')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it.each([
    ['bytes=0-4', '01234', 'bytes 0-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
  ])('answers the range %s', async (Range, content, ContentRange) => {
    await put('digits', '0123456789');
    const part = await get('digits', { Range });
    expect([part.content.toString(), part.ContentRange]).toEqual([content, ContentRange]);
  });

  it('refuses a range behind the end', async () => {
    await put('digits', '0123456789');
    await expect(get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('lets only one of many create-if-absent writes win', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, writer) => put('claimed', String(writer), { IfNoneMatch: '*' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason.name).toMatch(/PreconditionFailed|ConditionalRequestConflict/);
  });

  it('replaces an object only while it is the one that was read', async () => {
    const { ETag } = await put('swapped', 'one');
    await put('swapped', 'two', { IfMatch: ETag });
    await expect(put('swapped', 'three', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect((await get('swapped')).content.toString()).toBe('two');
  });

  it('refuses to replace an object that is not there', async () => {
    await expect(put('absent', 'x', { IfMatch: '"0"' })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('answers 304 to a reader who has the object already', async () => {
    const { ETag } = await put('cached', 'x');
    await expect(get('cached', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it('tells a missing object from a missing bucket', async () => {
    await expect(get('nowhere')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(
      s3.client.send(new HeadObjectCommand({ Bucket: s3.bucket, Key: 'nowhere' })),
    ).rejects.toMatchObject({ name: 'NotFound' });
    await expect(
      s3.client.send(new GetObjectCommand({ Bucket: `${s3.bucket}-not`, Key: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('pages a listing and folds keys into common prefixes', async () => {
    for (const key of ['tree/a', 'tree/b/1', 'tree/b/2', 'tree/c', 'tree/d/1']) await put(key, 'x');
    const first = await keysOf({ Prefix: 'tree/', Delimiter: '/', MaxKeys: 2 });
    expect([first.keys, first.prefixes, first.IsTruncated]).toEqual([['tree/a'], ['tree/b/'], true]);
    const second = await keysOf({
      Prefix: 'tree/',
      Delimiter: '/',
      ContinuationToken: first.NextContinuationToken,
    });
    expect([second.keys, second.prefixes, second.IsTruncated]).toEqual([['tree/c'], ['tree/d/'], false]);
    expect((await keysOf({ Prefix: 'tree/', StartAfter: 'tree/b/1' })).keys).toEqual([
      'tree/b/2',
      'tree/c',
      'tree/d/1',
    ]);
  });

  it('deletes an object, and what is not there without complaint', async () => {
    await put('gone', 'x');
    const gone = { Bucket: s3.bucket, Key: 'gone' };
    await s3.client.send(new DeleteObjectCommand(gone));
    expect((await keysOf({ Prefix: 'gone' })).KeyCount).toBe(0);
    await s3.client.send(new DeleteObjectCommand(gone));
  });

  it('lists the bucket among those that there are', async () => {
    const { Buckets = [] } = await s3.client.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual(expect.arrayContaining([s3.bucket, s3.versioned]));
  });

  it('refuses a bucket that is there, and a name that none can have', async () => {
    const create = (Bucket: string) => s3.client.send(new CreateBucketCommand({ Bucket }));
    await expect(create(s3.bucket)).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    await expect(create('No')).rejects.toMatchObject({ name: 'InvalidBucketName' });
  });

  it('echoes encryption: by its own keys unless something else was asked for', async () => {
    const { ServerSideEncryption } = await put('encrypted', 'x');
    expect(ServerSideEncryption).toBe('AES256');
    const asked = await put('encrypted', 'x', { ServerSideEncryption: 'aws:kms' });
    expect(asked.ServerSideEncryption).toBe('aws:kms');
    expect((await get('encrypted')).ServerSideEncryption).toBe('aws:kms');
  });

  describe('in a bucket that keeps versions', () => {
    const versioned = () => ({ Bucket: s3.versioned });

    it('keeps what was overwritten and deleted', async () => {
      const Key = 'history';
      const write = (Body: string) => s3.client.send(new PutObjectCommand({ ...versioned(), Key, Body }));
      const first = await write('one');
      await write('two');
      const deleted = await s3.client.send(new DeleteObjectCommand({ ...versioned(), Key }));
      expect(deleted.DeleteMarker).toBe(true);
      await expect(get(Key, versioned())).rejects.toMatchObject({ name: 'NoSuchKey' });
      expect((await get(Key, { ...versioned(), VersionId: first.VersionId })).content.toString()).toBe('one');

      await s3.client.send(new DeleteObjectCommand({ ...versioned(), Key, VersionId: deleted.VersionId }));
      expect((await get(Key, versioned())).content.toString()).toBe('two');
    });

    it('lists versions and delete markers of a prefix, the newest first, in pages', async () => {
      const put = (Key: string) => s3.client.send(new PutObjectCommand({ ...versioned(), Key, Body: Key }));
      const first = await put('listed/a');
      const second = await put('listed/a');
      const third = await put('listed/b');
      const marker = await s3.client.send(new DeleteObjectCommand({ ...versioned(), Key: 'listed/b' }));
      const list = (more: object) =>
        s3.client.send(new ListObjectVersionsCommand({ ...versioned(), Prefix: 'listed/', ...more }));
      const all = await list({});
      expect(all.Versions?.map(({ VersionId }) => VersionId)).toEqual([
        second.VersionId,
        first.VersionId,
        third.VersionId,
      ]);
      expect(all.Versions?.map(({ IsLatest }) => IsLatest)).toEqual([true, false, false]);
      expect(all.DeleteMarkers?.map(({ VersionId }) => VersionId)).toEqual([marker.VersionId]);
      const page = await list({ MaxKeys: 1 });
      expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: 'listed/a' });
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      const rest = await list({ KeyMarker, VersionIdMarker });
      expect(rest.Versions?.map(({ VersionId }) => VersionId)).toEqual([first.VersionId, third.VersionId]);
    });

    it('refuses to read a delete marker', async () => {
      const Key = 'marker';
      await s3.client.send(new PutObjectCommand({ ...versioned(), Key, Body: 'x' }));
      const { VersionId } = await s3.client.send(new DeleteObjectCommand({ ...versioned(), Key }));
      await expect(get(Key, { ...versioned(), VersionId })).rejects.toMatchObject({
        name: 'MethodNotAllowed',
      });
    });

    it('removes a version for good', async () => {
      const Key = 'erased';
      const { VersionId } = await s3.client.send(
        new PutObjectCommand({ ...versioned(), Key, Body: 'personal data' }),
      );
      await s3.client.send(new DeleteObjectCommand({ ...versioned(), Key, VersionId }));
      await expect(get(Key, { ...versioned(), VersionId })).rejects.toMatchObject({ name: 'NoSuchVersion' });
      await expect(get(Key, versioned())).rejects.toMatchObject({ name: 'NoSuchKey' });
    });
  });

  describe('in several parts', () => {
    const MIN_PART_BYTES = 5 * 1024 ** 2;
    const start = async (Key: string) => ({
      Bucket: s3.bucket,
      Key,
      UploadId: (await s3.client.send(new CreateMultipartUploadCommand({ Bucket: s3.bucket, Key }))).UploadId,
    });

    it('puts them together in order', async () => {
      const upload = await start('parts');
      const parts = [randomBytes(MIN_PART_BYTES), Buffer.from('the end')];
      const Parts = await Promise.all(
        parts.map(async (Body, index) => ({
          PartNumber: index + 1,
          ETag: (await s3.client.send(new UploadPartCommand({ ...upload, PartNumber: index + 1, Body })))
            .ETag,
        })),
      );
      expect((await s3.client.send(new ListPartsCommand(upload))).Parts).toHaveLength(2);
      const { Uploads } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: s3.bucket }));
      expect(Uploads).toMatchObject([{ Key: 'parts', UploadId: upload.UploadId }]);
      const { ETag } = await s3.client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
      );
      expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
      expect((await get('parts')).content.equals(Buffer.concat(parts))).toBe(true);
    });

    it('refuses parts that are too small', async () => {
      const upload = await start('small-parts');
      const etags = [];
      for (const PartNumber of [1, 2])
        etags.push((await s3.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'x' }))).ETag);
      const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
      await expect(
        s3.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })),
      ).rejects.toMatchObject({ name: 'EntityTooSmall' });
      await s3.client.send(new AbortMultipartUploadCommand(upload));
    });

    it('forgets an upload that was aborted', async () => {
      const upload = await start('aborted');
      await s3.client.send(new AbortMultipartUploadCommand(upload));
      await expect(
        s3.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' })),
      ).rejects.toMatchObject({ name: 'NoSuchUpload' });
    });
  });
});
