import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore } from './types.ts';

/**
 * Objects in S3, or in whatever AWS_ENDPOINT_URL_S3 points at, with the credentials of this process. Path-style
 * addresses, since a local endpoint has no name for each bucket.
 */
export function openS3Objects(region: string): ObjectStore {
  const client = new S3Client({ region, forcePathStyle: true });
  return {
    get: async (bucket, key, version) => {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version });
      const { Body: body } = await client.send(command);
      if (!body) throw new Error(`S3 gave no content for ${bucket}/${key}`);
      return Buffer.from(await body.transformToByteArray());
    },
    put: async (bucket, key, body, { contentType, kmsKeyId }) => {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
          ...(kmsKeyId === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId }),
        }),
      );
    },
  };
}
