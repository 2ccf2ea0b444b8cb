import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ImageUrls } from '../ports/image-urls.ts';

/** Signed URLs of images: they carry the permissions of the tenant's role, and of nobody who calls. */
export const createS3ImageUrls = (
  client: S3Client,
  buckets: { readonly evidence: string; readonly enrolled: string },
): ImageUrls => ({
  sign(store, { key, version_id }, seconds) {
    const object = new GetObjectCommand({
      Bucket: buckets[store],
      Key: key,
      ...(version_id === undefined ? {} : { VersionId: version_id }),
    });
    return getSignedUrl(client, object, { expiresIn: seconds });
  },
});
