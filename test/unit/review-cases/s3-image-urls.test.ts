import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS3ImageUrls } from '../../../lambda/review-cases/adapters/s3-image-urls.ts';
import { anEvidenceBucket, BUCKET } from '../../support/lambda/evidence-bucket.ts';

let local: Awaited<ReturnType<typeof anEvidenceBucket>>;
beforeAll(async () => {
  local = await anEvidenceBucket();
  await local.client.send(new CreateBucketCommand({ Bucket: 'enrolled' }));
});
afterAll(() => local.close());

describe('the URL of an image', () => {
  const urls = () => createS3ImageUrls(local.client, { evidence: BUCKET, enrolled: 'enrolled' });
  const put = (Bucket: string, Key: string) =>
    local.client.send(new PutObjectCommand({ Bucket, Key, Body: `${Bucket} ${Key}` }));

  it('opens one image of its store, without a token', async () => {
    await put(BUCKET, 'acme/vs_1/selfie');
    await put('enrolled', 'acme/img_1');
    const selfie = await urls().sign('evidence', { key: 'acme/vs_1/selfie' }, 60);
    expect(await (await fetch(selfie)).text()).toBe('evidence acme/vs_1/selfie');
    const enrolled = await urls().sign('enrolled', { key: 'acme/img_1' }, 60);
    expect(await (await fetch(enrolled)).text()).toBe('enrolled acme/img_1');
  });

  it('is of the version that was judged, and of some seconds', async () => {
    const url = await urls().sign('evidence', { key: 'acme/vs_1/document', version_id: 'v1' }, 30);
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      versionId: 'v1',
      'X-Amz-Expires': '30',
    });
  });
});
