import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { mapBounded } from '../../kernel/map-bounded.ts';
import type { ImageErasure, ImageVersion } from '../ports/image-erasure.ts';

/** Versions that are deleted at the same time. */
const CONCURRENCY = 10;

/**
 * Versions in a bucket. Other reads look for the newest version alone, and find none behind a delete marker,
 * which a lifecycle rule leaves.
 */
export const createS3ImageErasure = (client: S3Client, bucket: string): ImageErasure => ({
  async list(prefix) {
    const found: ImageVersion[] = [];
    let after: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
    while (after) {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...after }),
      );
      for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
        if (Key !== undefined && VersionId !== undefined) found.push({ key: Key, version_id: VersionId });
      after = page.IsTruncated ? markersOf(page) : undefined;
    }
    return found;
  },

  async delete(versions) {
    await mapBounded(versions, CONCURRENCY, ({ key, version_id }) =>
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: version_id })),
    );
  },
});

const markersOf = ({ NextKeyMarker, NextVersionIdMarker }: ListObjectVersionsCommandOutput) => ({
  ...(NextKeyMarker === undefined ? {} : { KeyMarker: NextKeyMarker }),
  ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
});
