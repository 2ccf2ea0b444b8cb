import type { CloudResponse } from '../emulator.ts';
import { compareBytes } from './listing.ts';
import type { ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';
import { isoDate, type S3Context, type S3Request, xmlAnswer } from './s3-request.ts';

/** A page of a listing holds at most this many entries. */
const MAX_KEYS = 1000;

/**
 * ListObjectVersions: every version and delete marker of the keys with a prefix, the newest of a key first.
 * Without a delimiter, which nothing asks for.
 */
export async function listObjectVersions(
  { store }: S3Context,
  { bucket, query }: S3Request,
): Promise<CloudResponse> {
  if (query.has('delimiter') || query.has('encoding-type')) throw s3Error('NotImplemented');
  const maxKeys = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  const prefix = query.get('prefix') ?? '';
  const { objects } = store.bucket(bucket);
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareBytes);
  const all = keys.flatMap((key) => [...(objects.get(key) ?? [])]);
  const rest = all.slice(placeAfter(all, query));
  const page = rest.slice(0, maxKeys);
  const last = rest.length > page.length ? page.at(-1) : undefined;
  const entryOf = (version: ObjectVersion) => ({
    Key: version.key,
    VersionId: version.versionId,
    IsLatest: objects.get(version.key)?.[0] === version,
    LastModified: isoDate(version.lastModifiedMs),
  });
  return xmlAnswer('ListVersionsResult', {
    Name: bucket,
    Prefix: prefix,
    KeyMarker: query.get('key-marker') ?? '',
    VersionIdMarker: query.get('version-id-marker') ?? '',
    MaxKeys: maxKeys,
    IsTruncated: last !== undefined,
    NextKeyMarker: last?.key,
    NextVersionIdMarker: last?.versionId,
    Version: page
      .filter(({ deleteMarker }) => !deleteMarker)
      .map((version) => ({
        ...entryOf(version),
        ETag: version.etag,
        Size: version.size,
        StorageClass: 'STANDARD',
      })),
    DeleteMarker: page.filter(({ deleteMarker }) => deleteMarker).map(entryOf),
  });
}

/** Place of the first version behind the markers; all versions of a key are behind a version that is gone. */
function placeAfter(all: readonly ObjectVersion[], query: ReadonlyMap<string, string>): number {
  const [key, versionId] = [query.get('key-marker'), query.get('version-id-marker')];
  if (key === undefined || key === '') return 0;
  const marked = all.findIndex((version) => version.key === key && version.versionId === versionId);
  if (marked >= 0) return marked + 1;
  const behind = all.findIndex((version) => compareBytes(version.key, key) > 0);
  return behind < 0 ? all.length : behind;
}
