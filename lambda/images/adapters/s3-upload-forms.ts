import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { UploadForms } from '../ports/upload-form.ts';

/** S3 replaces this placeholder with the name of the uploaded file. */
const FILE_NAME = `\${filename}`;

/** Upload forms of a bucket, with the signer's permissions; S3 enforces key, type, size and encryption. */
export function createS3UploadForms(client: S3Client, bucket: string, kmsKeyArn: string): UploadForms {
  return {
    sign({ place, contentType, maxBytes, lifetimeSeconds }) {
      return createPresignedPost(client, {
        Bucket: bucket,
        Key: 'key' in place ? place.key : `${place.prefix}${FILE_NAME}`,
        // every field is signed as an exact condition too
        Fields: {
          ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
          'x-amz-server-side-encryption': 'aws:kms',
          'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyArn,
        },
        Conditions: [
          ['content-length-range', 1, maxBytes],
          ...('key' in place
            ? []
            : [['starts-with', '$key', place.prefix] as ['starts-with', string, string]]),
        ],
        Expires: lifetimeSeconds,
      });
    },
  };
}
