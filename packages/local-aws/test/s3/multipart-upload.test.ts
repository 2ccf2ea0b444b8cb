import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER } from '../../src/principal.ts';
import { CHECKSUMS } from '../../src/s3/checksum.ts';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001';
const MIN_PART_BYTES = 5 * 1024 ** 2;

let local: TestS3;
beforeAll(async () => {
  const byDefault = { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN } };
  local = await aLocalS3({
    BucketEncryption: { ServerSideEncryptionConfiguration: [byDefault] },
  });
});
afterAll(() => local.close());

const begin = async (Key: string, more: object = {}) => {
  const upload = { Bucket: BUCKET, Key };
  const { UploadId = '' } = await local.client.send(new CreateMultipartUploadCommand({ ...upload, ...more }));
  return { ...upload, UploadId };
};
const CRC32 = { ChecksumAlgorithm: 'CRC32' } as const;

describe('the list of parts', () => {
  it('is cut where it is too long, and goes on behind a marker', async () => {
    const upload = await begin('listed');
    for (const PartNumber of [7, 3, 10_000])
      await local.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'x' }));
    const first = await local.client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '7', MaxParts: 2 });
    expect(first.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3, 7]);
    const rest = await local.client.send(new ListPartsCommand({ ...upload, PartNumberMarker: '7' }));
    expect(rest).toMatchObject({ IsTruncated: false, MaxParts: 1000 });
    expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([10_000]);
  });
});

describe('an upload that announces a checksum', () => {
  const parts = [Buffer.alloc(MIN_PART_BYTES, 'a'), Buffer.from('the end')];
  const sums = parts.map((part) => CHECKSUMS.crc32(part));
  const uploadAll = async (Key: string) => {
    const upload = await begin(Key, CRC32);
    for (const [index, Body] of parts.entries())
      await local.client.send(new UploadPartCommand({ ...upload, ...CRC32, PartNumber: index + 1, Body }));
    const { Parts = [] } = await local.client.send(new ListPartsCommand(upload));
    return { upload, listed: Parts };
  };

  it('lists those of its parts, and has theirs when it is completed', async () => {
    const { upload, listed } = await uploadAll('sums');
    expect(listed.map(({ ChecksumCRC32 }) => ChecksumCRC32)).toEqual(sums);
    const { ChecksumCRC32 } = await local.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: listed } }),
    );
    const ofBoth = CHECKSUMS.crc32(Buffer.concat(sums.map((sum) => Buffer.from(sum, 'base64'))));
    expect(ChecksumCRC32).toBe(`${ofBoth}-2`);
    const head = await local.client.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: 'sums', ChecksumMode: 'ENABLED' }),
    );
    expect(head.ChecksumCRC32).toBe(`${ofBoth}-2`);
  });

  it('refuses a part without it', async () => {
    const upload = await begin('bare', CRC32);
    await expect(
      local.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' })),
    ).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('expected checksum Type: crc32, actual checksum Type: null'),
    });
  });

  it('refuses to be completed where one is left out or is another', async () => {
    const { upload, listed } = await uploadAll('left-out');
    const complete = (Parts: typeof listed) =>
      local.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    await expect(
      complete(listed.map(({ ETag, PartNumber = 0 }) => ({ ETag, PartNumber }))),
    ).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('It was missing for part 1'),
    });
    await expect(
      complete(listed.map((part) => ({ ...part, ChecksumCRC32: sums[0] ?? '' }))),
    ).rejects.toMatchObject({ name: 'InvalidPart' });
  });

  it('refuses an algorithm that S3 does not know', async () => {
    await expect(begin('odd', { ChecksumAlgorithm: 'CRC16' })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
  });
});

it('asks for a new data key to begin, and to decrypt for every part and the end', async () => {
  const upload = await begin('keys');
  const actions = (method: string, query: string) =>
    local.s3
      .accessChecks?.({
        method,
        url: new URL(`http://localhost/${BUCKET}/keys?${query}`),
        headers: {},
        body: Buffer.from(''),
        operation: undefined,
        principal: OWNER,
        requestId: 'request',
      })
      .map(({ action }) => action);
  const part = `uploadId=${upload.UploadId}`;
  expect(actions('POST', 'uploads')).toEqual(['s3:PutObject', 'kms:GenerateDataKey']);
  expect(actions('PUT', `partNumber=1&${part}`)).toEqual(['s3:PutObject', 'kms:Decrypt']);
  expect(actions('POST', part)).toEqual(['s3:PutObject', 'kms:Decrypt']);
  expect(actions('GET', part)).toEqual(['s3:ListMultipartUploadParts']);
  expect(actions('DELETE', part)).toEqual(['s3:AbortMultipartUpload']);
});
