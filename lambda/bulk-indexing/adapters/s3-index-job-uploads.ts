import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { IndexJobUploads } from '../ports/index-job-uploads.ts';

/** S3 puts the name of the uploaded file in this place. */
const FILE_NAME = `\${filename}`;

/** Uploads straight into the evidence bucket; S3 itself enforces size, place and encryption. */
export function createS3IndexJobUploads(
  client: S3Client,
  bucket: string,
  kmsKeyArn: string,
): IndexJobUploads {
  return {
    async sign(key, kind, maxBytes, lifetimeSeconds) {
      const isFolder = kind === 'folder';
      return createPresignedPost(client, {
        Bucket: bucket,
        Key: isFolder ? `${key}${FILE_NAME}` : key,
        Fields: {
          'x-amz-server-side-encryption': 'aws:kms',
          'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyArn,
        },
        Conditions: [
          ['content-length-range', 1, maxBytes],
          ...(isFolder ? [['starts-with', '$key', key] as ['starts-with', string, string]] : []),
        ],
        Expires: lifetimeSeconds,
      });
    },
  };
}
