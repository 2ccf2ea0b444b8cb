import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { createS3ImageStore } from '../../../lambda/images/adapters/s3-image-store.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const s3 = mockedClient(S3Client);
beforeEach(() => {
  s3.reset();
});
const region = 'eu-west-1';

const aBodyOf = (text: string) =>
  ({ transformToByteArray: async () => Buffer.from(text) }) as unknown as NonNullable<
    GetObjectCommandOutput['Body']
  >;

describe('images in S3', () => {
  const images = createS3ImageStore(new S3Client({ region }), 'evidence');

  it('are read at the version that was pinned', async () => {
    s3.on(GetObjectCommand).resolves({ Body: aBodyOf('face') });
    expect(Buffer.from(await images.read({ key: 'k', version_id: 'v' })).toString()).toBe('face');
    await images.read({ key: 'k' });
    expect(s3.commandCalls(GetObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'evidence', Key: 'k', VersionId: 'v' },
      { Bucket: 'evidence', Key: 'k' },
    ]);
  });

  it('fail to be read where S3 answers no body', async () => {
    s3.on(GetObjectCommand).resolves({});
    await expect(images.read({ key: 'k' })).rejects.toThrow('no body');
  });

  it('are found with the version that is newest', async () => {
    s3.on(HeadObjectCommand).resolves({ VersionId: 'v9' });
    expect(await images.find('k')).toEqual({ key: 'k', version_id: 'v9' });
    s3.on(HeadObjectCommand).resolves({});
    expect(await images.find('k')).toEqual({ key: 'k' });
  });

  it('are missing where S3 says so, or refuses and does not list them', async () => {
    s3.on(HeadObjectCommand).rejects(new NotFound({ $metadata: {}, message: '' }));
    expect(await images.find('k')).toBeUndefined();
    const forbidden = { name: '403', $fault: 'client', $metadata: { httpStatusCode: 403 } } as const;
    s3.on(HeadObjectCommand).rejects(new S3ServiceException(forbidden));
    s3.on(ListObjectsV2Command).resolves({});
    expect(await images.find('k')).toBeUndefined();
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'k' }] });
    await expect(images.find('k')).rejects.toMatchObject(forbidden);
    s3.on(HeadObjectCommand).rejects(new Error('socket hang up'));
    await expect(images.find('k')).rejects.toThrow('socket hang up');
  });

  it('are deleted with every version, and stay deleted', async () => {
    s3.on(HeadObjectCommand)
      .resolvesOnce({ VersionId: 'v2' })
      .resolvesOnce({ VersionId: 'v1' })
      .rejects(new NotFound({ $metadata: {}, message: '' }));
    s3.on(DeleteObjectCommand).resolves({});
    await images.delete('k');
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'evidence', Key: 'k', VersionId: 'v2' },
      { Bucket: 'evidence', Key: 'k', VersionId: 'v1' },
    ]);
    await images.delete('k');
    expect(s3.commandCalls(DeleteObjectCommand)).toHaveLength(2);
  });

  it('fails when a version is still there after its deletion, rather than delete it for ever', async () => {
    s3.on(HeadObjectCommand).resolves({ VersionId: 'v1' });
    s3.on(DeleteObjectCommand).resolves({});
    await expect(images.delete('k')).rejects.toThrow('still there');
  });

  it('are stored as they were uploaded', async () => {
    s3.on(PutObjectCommand).resolves({});
    await images.writeOriginal('k', new Uint8Array([1]));
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Key: 'k',
      Body: new Uint8Array([1]),
      ContentType: 'application/octet-stream',
    });
  });

  it('are written as JPEG', async () => {
    s3.on(PutObjectCommand).resolves({});
    await images.writeJpeg('k', new Uint8Array([1]));
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Key: 'k',
      ContentType: 'image/jpeg',
    });
    expect(images.urlOf('a/b.jpg')).toBe('s3://evidence/a/b.jpg');
    expect(images.keyOf('s3://evidence/a/b.jpg')).toBe('a/b.jpg');
  });
});
