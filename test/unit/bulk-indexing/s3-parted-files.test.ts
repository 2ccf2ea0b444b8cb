import { randomBytes } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS3PartedFiles } from '../../../lambda/bulk-indexing/adapters/s3-parted-files.ts';
import { MIN_PART_BYTES } from '../../../lambda/bulk-indexing/ports/parted-files.ts';
import { anEvidenceBucket, BUCKET } from '../../support/lambda/evidence-bucket.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

let local: Awaited<ReturnType<typeof anEvidenceBucket>>;
beforeAll(async () => {
  local = await anEvidenceBucket();
});
afterAll(() => local.close());

describe('a file that is written in parts', () => {
  const key = 'acme/index-jobs/ij_1/outcomes.jsonl';
  const files = () => createS3PartedFiles(local.client, BUCKET);
  const contentOf = async (Key: string) => {
    const { Body, ContentType } = await local.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return { ContentType, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) };
  };

  it('is there at once with all of them, when it is completed', async () => {
    const parts = [randomBytes(MIN_PART_BYTES), randomBytes(MIN_PART_BYTES + 7), Buffer.from('the end')];
    const id = await files().begin(key);
    for (const [index, part] of parts.entries())
      expect(await files().writePart(key, id, index + 1, part)).toBe(true);
    await expect(contentOf(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await files().complete(key, id, parts.length)).toBe(true);
    const { ContentType, bytes } = await contentOf(key);
    expect(ContentType).toBe('application/x-ndjson');
    expect(bytes.equals(Buffer.concat(parts))).toBe(true);
  });

  it('takes a part again that was written before, and leaves out what is beyond the last', async () => {
    const id = await files().begin('again');
    await files().writePart('again', id, 1, Buffer.from('first'));
    await files().writePart('again', id, 1, Buffer.from('second'));
    await files().writePart('again', id, 2, Buffer.from('too much'));
    expect(await files().complete('again', id, 1)).toBe(true);
    expect((await contentOf('again')).bytes.toString()).toBe('second');
  });

  it('is completed from more parts than S3 lists at once', async () => {
    const paged = new S3Client({ region: 'eu-west-1' });
    const client = mockedClient(paged);
    const parts = Array.from({ length: 1500 }, (_, index) => ({ PartNumber: index + 1, ETag: `"${index}"` }));
    client
      .on(ListPartsCommand)
      .resolves({ Parts: parts.slice(0, 1000), IsTruncated: true, NextPartNumberMarker: '1000' })
      .on(ListPartsCommand, { PartNumberMarker: '1000' })
      .resolves({ Parts: parts.slice(1000), IsTruncated: false });
    const many = createS3PartedFiles(paged, BUCKET);
    expect(await many.complete('long', 'id', 1499)).toBe(true);
    const [completed] = client.commandCalls(CompleteMultipartUploadCommand);
    expect(completed?.args[0].input.MultipartUpload?.Parts).toEqual(parts.slice(0, 1499));
  });

  it('fails when a part is missing', async () => {
    const id = await files().begin('gap');
    await files().writePart('gap', id, 1, Buffer.from('x'));
    await expect(files().complete('gap', id, 2)).rejects.toThrow('1 of 2 parts of gap are there');
  });

  it('says so where its upload is gone', async () => {
    const id = await files().begin('gone');
    await files().writePart('gone', id, 1, Buffer.from('x'));
    await files().complete('gone', id, 1);
    expect(await files().writePart('gone', id, 2, Buffer.from('x'))).toBe(false);
    expect(await files().complete('gone', id, 1)).toBe(false);
  });

  it('fails under the name of what else S3 refuses', async () => {
    const id = await files().begin('refused');
    await expect(files().writePart('refused', id, 10_001, Buffer.from('x'))).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });
});
