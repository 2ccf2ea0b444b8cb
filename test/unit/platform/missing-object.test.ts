import { HeadObjectCommand, ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { isMissingObject } from '../../../lambda/platform/missing-object.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const s3 = mockedClient(S3Client);
beforeEach(() => {
  s3.reset();
});
const client = new S3Client({ region: 'eu-west-1' });
const OBJECT = { Bucket: 'evidence', Key: 'demo/user/session/document.jpg' };
const failure = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode } });
const FORBIDDEN = failure('403', 403);

describe('an object that could not be read', () => {
  it.each(['NoSuchKey', 'NoSuchVersion', 'NotFound'])('is missing after %s', async (name) => {
    expect(await isMissingObject(client, OBJECT, failure(name, 404))).toBe(true);
    expect(s3.calls()).toEqual([]);
  });

  it('is missing after a refusal if its key is not listed', async () => {
    const longer = { Key: `${OBJECT.Key}.tmp` };
    for (const answer of [{}, { Contents: [] }, { Contents: [longer] }]) {
      s3.on(ListObjectsV2Command).resolves(answer);
      expect(await isMissingObject(client, OBJECT, FORBIDDEN)).toBe(true);
    }
    expect(s3.commandCalls(ListObjectsV2Command)[0]?.args[0].input).toEqual({
      Bucket: OBJECT.Bucket,
      Prefix: OBJECT.Key,
      MaxKeys: 1,
    });
  });

  it('is there after a refusal if its key is listed: the permission is missing', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: OBJECT.Key }] });
    expect(await isMissingObject(client, OBJECT, FORBIDDEN)).toBe(false);
  });

  it('is not called missing after a refusal where the list is refused too', async () => {
    s3.on(ListObjectsV2Command).rejects(failure('AccessDenied', 403));
    expect(await isMissingObject(client, OBJECT, FORBIDDEN)).toBe(false);
  });

  it.each([failure('NoSuchBucket', 404), failure('SlowDown', 503), new Error('socket hang up'), 'text'])(
    'is not called missing after %s',
    async (error) => {
      s3.on(ListObjectsV2Command).resolves({});
      s3.on(HeadObjectCommand).resolves({});
      expect(await isMissingObject(client, OBJECT, error)).toBe(false);
    },
  );
});
