import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { isMissingObject } from '../../platform/missing-object.ts';
import type { IndexJobFiles } from '../ports/index-job-files.ts';
import { OUTCOMES_TYPE } from './outcomes-type.ts';

/** Files of index jobs in the evidence bucket. */
export function createS3IndexJobFiles(client: S3Client, bucket: string): IndexJobFiles {
  const bodyOf = async (key: string): Promise<GetObjectCommandOutput['Body']> => {
    const object = { Bucket: bucket, Key: key };
    try {
      return (await client.send(new GetObjectCommand(object))).Body;
    } catch (error) {
      if (await isMissingObject(client, object, error)) return undefined;
      throw error;
    }
  };
  return {
    signDownload(key, seconds) {
      return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: seconds });
    },

    // on Node.js a body is a stream of chunks, which the SDK's type leaves open
    stream: async (key) => (await bodyOf(key)) as AsyncIterable<Uint8Array> | undefined,

    read: async (key) => (await bodyOf(key))?.transformToByteArray(),

    async write(key, content) {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: content, ContentType: OUTCOMES_TYPE }),
      );
    },
  };
}
