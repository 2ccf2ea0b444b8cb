import { DeleteObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { createS3ImageErasure } from '../../../lambda/images/adapters/s3-image-erasure.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const s3 = mockedClient(S3Client);
const images = createS3ImageErasure(new S3Client({ region: 'eu-west-1' }), 'evidence');

describe('the erasure of images in S3', () => {
  beforeEach(() => s3.reset());

  it('finds every version and delete marker of all pages', async () => {
    s3.on(ListObjectVersionsCommand)
      .resolvesOnce({
        Versions: [{ Key: 'acme/vs_1/a', VersionId: '2' }],
        DeleteMarkers: [{ Key: 'acme/vs_1/a', VersionId: '3' }],
        IsTruncated: true,
        NextKeyMarker: 'acme/vs_1/a',
        NextVersionIdMarker: '2',
      })
      .resolves({ Versions: [{ Key: 'acme/vs_1/a', VersionId: '1' }] });
    const found = await images.list('acme/vs_1/');
    expect(found.map(({ version_id }) => version_id)).toEqual(['2', '3', '1']);
    expect(s3.commandCalls(ListObjectVersionsCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { Bucket: 'evidence', Prefix: 'acme/vs_1/' },
      { Bucket: 'evidence', Prefix: 'acme/vs_1/', KeyMarker: 'acme/vs_1/a', VersionIdMarker: '2' },
    ]);
  });

  it('deletes each version for good', async () => {
    s3.on(DeleteObjectCommand).resolves({});
    await images.delete([{ key: 'a', version_id: '1' }]);
    expect(s3.commandCalls(DeleteObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'evidence',
      Key: 'a',
      VersionId: '1',
    });
  });
});
