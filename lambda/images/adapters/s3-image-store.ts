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
  const putImage = (Key: string, Body: Uint8Array, ContentType: string) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType }));
  const findImage = async (key: string): Promise<ImageReference | undefined> => {
    const object = { Bucket: bucket, Key: key };
    try {
      const { VersionId } = await client.send(new HeadObjectCommand(object));
      return VersionId === undefined ? { key } : { key, version_id: VersionId };
    } catch (error) {
      if (await isMissingObject(client, object, error)) return undefined;
      throw error;
    }
  };
  return {
    find: findImage,

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

    async writeJpeg(key, bytes) {
      await putImage(key, bytes, 'image/jpeg');
    },

    async writeOriginal(key, bytes) {
      await putImage(key, bytes, 'application/octet-stream');
    },

    async delete(key) {
      // a deleted version reveals the one before it; without a version, a delete would only hide the image
      for (let newest = await findImage(key); newest; ) {
        const { version_id: VersionId } = newest;
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId }));
        newest = await findImage(key);
        if (newest?.version_id === VersionId) throw new Error('a deleted version of an image is still there');
      }
    },

    urlOf: (key) => `s3://${bucket}/${key}`,
    keyOf: (url) => url.slice(`s3://${bucket}/`.length),
  };
}
