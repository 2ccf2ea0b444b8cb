import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { serveS3 } from '@face-idv/local-aws/testing/serve-s3';

export const BUCKET = 'evidence';

/** The evidence bucket in a local S3. */
export async function anEvidenceBucket(): Promise<{
  readonly client: S3Client;
  close(): Promise<void>;
}> {
  const served = await serveS3();
  const client = new S3Client({ ...served.clientConfig, forcePathStyle: true, maxAttempts: 1 });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return {
    client,
    close: async () => {
      client.destroy();
      await served.close();
    },
  };
}
