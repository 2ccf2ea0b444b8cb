import type { CloudResponse } from '../emulator.ts';
import { DEFAULT_BUCKET } from './bucket.ts';
import { compareBytes, listKeys } from './listing.ts';
import type { ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';
import { empty, isoDate, type S3Context, type S3Request, xmlAnswer } from './s3-request.ts';
import { encodeUri } from './signature.ts';
import type { XmlContent } from './xml.ts';

/** A page of a listing holds at most this many entries. */
const MAX_KEYS = 1000;
/** S3 User Guide, "Bucket naming rules". */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export async function listBuckets({ store }: S3Context): Promise<CloudResponse> {
  const buckets = store.bucketNames().map((Name) => ({
    Name,
    CreationDate: isoDate(store.bucket(Name).createdMs),
  }));
  return xmlAnswer('ListAllMyBucketsResult', { Buckets: { Bucket: buckets } });
}

export async function createBucket(
  { store, clock }: S3Context,
  { bucket }: S3Request,
): Promise<CloudResponse> {
  if (!BUCKET_NAME.test(bucket)) throw s3Error('InvalidBucketName', undefined, { BucketName: bucket });
  if (store.hasBucket(bucket)) throw s3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: bucket });
  await store.saveBucket(bucket, DEFAULT_BUCKET, clock.now());
  return empty(200, { location: `/${bucket}` });
}

/** ListObjectsV2; the listing of before 2016 has no `list-type` and is not emulated. */
export async function listObjects(
  { store }: S3Context,
  { bucket, query }: S3Request,
): Promise<CloudResponse> {
  if (query.get('list-type') !== '2') throw s3Error('NotImplemented');
  const { objects } = store.bucket(bucket);
  const current = new Map<string, ObjectVersion>();
  for (const [key, [newest]] of objects) if (newest && !newest.deleteMarker) current.set(key, newest);
  const token = query.get('continuation-token');
  const maxKeys = maxKeysOf(query);
  const page = listKeys(current.keys(), {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    startAfter: token === undefined ? (query.get('start-after') ?? '') : '',
    previous: decodeToken(token),
    maxKeys,
  });
  const shown = shownText(query);
  return xmlAnswer('ListBucketResult', {
    Name: bucket,
    Prefix: shown(query.get('prefix') ?? ''),
    Delimiter: query.get('delimiter'),
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type'),
    IsTruncated: page.next !== undefined,
    KeyCount: page.keys.length + page.commonPrefixes.length,
    ContinuationToken: token,
    StartAfter: query.get('start-after'),
    NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
    Contents: page.keys.map((key) => contentsOf(current.get(key), shown)),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: shown(prefix) })),
  });
}

const contentsOf = (version: ObjectVersion | undefined, shown: (text: string) => string): XmlContent =>
  version && {
    Key: shown(version.key),
    LastModified: isoDate(version.lastModifiedMs),
    ETag: version.etag,
    Size: version.size,
    StorageClass: 'STANDARD',
  };

export async function listMultipartUploads(
  { store }: S3Context,
  { bucket }: S3Request,
): Promise<CloudResponse> {
  store.bucket(bucket);
  const uploads = store.uploads().filter((upload) => upload.bucket === bucket);
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket,
    IsTruncated: false,
    Upload: uploads
      .sort((a, b) => compareBytes(a.draft.key, b.draft.key))
      .map(({ id, draft, startedMs }) => ({ Key: draft.key, UploadId: id, Initiated: isoDate(startedMs) })),
  });
}

/** How keys stand in the answer: percent-encoded when `encoding-type=url` asks for it. */
const shownText = (query: ReadonlyMap<string, string>): ((text: string) => string) =>
  query.get('encoding-type') === 'url' ? (text) => text.split('/').map(encodeUri).join('/') : (text) => text;

function maxKeysOf(query: ReadonlyMap<string, string>): number {
  const asked = Number(query.get('max-keys') ?? MAX_KEYS);
  if (!Number.isInteger(asked) || asked < 0)
    throw s3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  return Math.min(asked, MAX_KEYS);
}

const encodeToken = (entry: string): string => Buffer.from(entry).toString('base64url');
const decodeToken = (token: string | undefined): string =>
  Buffer.from(token ?? '', 'base64url').toString('utf8');
