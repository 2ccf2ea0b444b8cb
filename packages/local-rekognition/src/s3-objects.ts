import type { ObjectStore } from './types.ts';

/**
 * Objects in S3, or at AWS_ENDPOINT_URL_S3, with the credentials of this process. Path-style addresses, since
 * a local endpoint has no name for each bucket. The SDK is loaded by the first image that needs it: it takes
 * longer than all the rest of the start.
 */
export function openS3Objects(region: string): ObjectStore {
  let opened: ReturnType<typeof openClient> | undefined;
  const open = () => {
    opened ??= openClient(region);
    return opened;
  };
  return {
    get: async (bucket, key, version) => {
      const { client, GetObjectCommand } = await open();
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version });
      const { Body: body } = await client.send(command);
      if (!body) throw new Error(`S3 gave no content for ${bucket}/${key}`);
      return Buffer.from(await body.transformToByteArray());
    },
    put: async (bucket, key, body, { contentType, kmsKeyId }) => {
      const { client, PutObjectCommand } = await open();
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

async function openClient(region: string) {
  const { S3Client, GetObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
  return { client: new S3Client({ region, forcePathStyle: true }), GetObjectCommand, PutObjectCommand };
}
