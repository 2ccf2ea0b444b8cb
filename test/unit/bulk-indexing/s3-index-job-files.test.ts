import { GetObjectCommand, ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS3IndexJobFiles } from '../../../lambda/bulk-indexing/adapters/s3-index-job-files.ts';
import { anEvidenceBucket, BUCKET } from '../../support/lambda/evidence-bucket.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

let local: Awaited<ReturnType<typeof anEvidenceBucket>>;
beforeAll(async () => {
  local = await anEvidenceBucket();
});
afterAll(() => local.close());

describe('files of an index job', () => {
  const files = () => createS3IndexJobFiles(local.client, BUCKET);

  it('are read whole or piece by piece', async () => {
    const text = 'user_id,image_key\n'.repeat(100_000);
    await files().write('manifest', text);
    expect(Buffer.from((await files().read('manifest')) ?? []).toString()).toBe(text);
    const pieces: Uint8Array[] = [];
    for await (const piece of (await files().stream('manifest')) ?? []) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).toString()).toBe(text);
  });

  it('are undefined where there are none', async () => {
    expect(await files().read('none')).toBeUndefined();
    expect(await files().stream('none')).toBeUndefined();
  });

  it('are a fault where the role may not read them, though they are there', async () => {
    const s3 = mockedClient(S3Client);
    const forbidden = { name: 'AccessDenied', $fault: 'client', $metadata: { httpStatusCode: 403 } } as const;
    s3.on(GetObjectCommand).rejects(new S3ServiceException(forbidden));
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'there' }] });
    const refused = createS3IndexJobFiles(new S3Client({ region: 'eu-west-1' }), BUCKET);
    await expect(refused.read('there')).rejects.toMatchObject(forbidden);
    await expect(refused.stream('there')).rejects.toMatchObject(forbidden);
    s3.on(ListObjectsV2Command).resolves({});
    expect(await refused.read('none')).toBeUndefined();
    s3.restore();
  });
});
