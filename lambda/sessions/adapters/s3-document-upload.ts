import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { DocumentUploads } from '../ports/document-uploads.ts';

/** Uploads straight into the evidence bucket; S3 itself enforces size, type, place and encryption. */
export function createS3DocumentUploads(
  client: S3Client,
  bucket: string,
  kmsKeyArn: string,
): DocumentUploads {
  return {
    async sign({ key, contentType, maxBytes, lifetimeSeconds }) {
      const fields = {
        'Content-Type': contentType,
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyArn,
      };
      // every field is signed as an exact condition too
      return createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Fields: fields,
        Conditions: [['content-length-range', 1, maxBytes]],
        Expires: lifetimeSeconds,
      });
    },
  };
}
