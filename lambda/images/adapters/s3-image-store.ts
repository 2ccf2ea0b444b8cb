import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isMissingObject } from '../../platform/missing-object.ts';
import type { ImageReference } from '../domain/image-reference.ts';
import type { ImageStore } from '../ports/image-store.ts';

/** Images in a bucket: evidence, or images of enrolled faces. */
export function createS3ImageStore(client: S3Client, bucket: string): ImageStore {
  return {
    async read({ key, version_id }) {
      const { Body } = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(version_id !== undefined ? { VersionId: version_id } : {}),
        }),
      );
      if (!Body) throw new Error('GetObject answered no body');
      return Body.transformToByteArray();
    },

    async find(key): Promise<ImageReference | undefined> {
      const object = { Bucket: bucket, Key: key };
      try {
        const { VersionId } = await client.send(new HeadObjectCommand(object));
        return VersionId === undefined ? { key } : { key, version_id: VersionId };
      } catch (error) {
        if (await isMissingObject(client, object, error)) return undefined;
        throw error;
      }
    },

    async writeJpeg(key, bytes) {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: 'image/jpeg' }),
      );
    },

    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },

    urlOf: (key) => `s3://${bucket}/${key}`,
    keyOf: (url) => url.slice(`s3://${bucket}/`.length),
  };
}
