import type { CloudResponse } from '../emulator.ts';
import { type BucketConfig, type CorsRule, DEFAULT_BUCKET } from './bucket.ts';
import { compareBytes, listKeys } from './listing.ts';
import { type Deleted, removeObject } from './object-operations.ts';
import type { ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';
import { empty, isoDate, type S3Context, type S3Request, xmlAnswer } from './s3-request.ts';
import { encodeUri } from './signature.ts';
import { elements, readXml, texts, type XmlContent } from './xml.ts';

/** A page of a listing holds at most this many entries, and so does a request to delete many. */
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

export async function deleteBucket({ store }: S3Context, { bucket }: S3Request): Promise<CloudResponse> {
  await store.removeBucket(bucket);
  return empty(204);
}

export async function headBucket({ store }: S3Context, { bucket }: S3Request): Promise<CloudResponse> {
  store.bucket(bucket);
  return empty(200);
}

export async function getBucketLocation({ store }: S3Context, { bucket }: S3Request): Promise<CloudResponse> {
  store.bucket(bucket);
  return xmlAnswer('LocationConstraint', '');
}

export async function getBucketVersioning(
  { store }: S3Context,
  { bucket }: S3Request,
): Promise<CloudResponse> {
  return xmlAnswer('VersioningConfiguration', { Status: store.bucket(bucket).config.versioning });
}

export async function putBucketVersioning(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const { Status } = readXml(request.content.toString('utf8'), 'VersioningConfiguration');
  if (Status !== 'Enabled' && Status !== 'Suspended') throw s3Error('MalformedXML');
  return configure(context, request, { versioning: Status });
}

export async function getBucketCors({ store }: S3Context, { bucket }: S3Request): Promise<CloudResponse> {
  const { corsRules } = store.bucket(bucket).config;
  if (corsRules.length === 0) throw s3Error('NoSuchCORSConfiguration', undefined, { BucketName: bucket });
  return xmlAnswer('CORSConfiguration', {
    CORSRule: corsRules.map((rule) => ({
      AllowedHeader: rule.AllowedHeaders,
      AllowedMethod: rule.AllowedMethods,
      AllowedOrigin: rule.AllowedOrigins,
      ExposeHeader: rule.ExposedHeaders,
      MaxAgeSeconds: rule.MaxAge,
    })),
  });
}

export async function putBucketCors(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const rules = elements(readXml(request.content.toString('utf8'), 'CORSConfiguration').CORSRule);
  return configure(context, request, {
    corsRules: rules.map(
      (rule): CorsRule => ({
        AllowedHeaders: texts(rule.AllowedHeader),
        AllowedMethods: texts(rule.AllowedMethod),
        AllowedOrigins: texts(rule.AllowedOrigin),
        ExposedHeaders: texts(rule.ExposeHeader),
        ...(rule.MaxAgeSeconds === undefined ? {} : { MaxAge: Number(rule.MaxAgeSeconds) }),
      }),
    ),
  });
}

async function configure(
  { store, clock }: S3Context,
  { bucket }: S3Request,
  change: Partial<BucketConfig>,
): Promise<CloudResponse> {
  await store.saveBucket(bucket, { ...store.bucket(bucket).config, ...change }, clock.now());
  return empty(200);
}

/** ListObjectsV2, and ListObjects when `list-type` is not 2. */
export async function listObjects(
  { store }: S3Context,
  { bucket, query }: S3Request,
): Promise<CloudResponse> {
  const second = query.get('list-type') === '2';
  const { objects } = store.bucket(bucket);
  const current = new Map<string, ObjectVersion>();
  for (const [key, [newest]] of objects) if (newest && !newest.deleteMarker) current.set(key, newest);
  const token = query.get('continuation-token');
  const asked = {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    startAfter: second && token === undefined ? (query.get('start-after') ?? '') : '',
    previous: second ? decodeToken(token) : (query.get('marker') ?? ''),
    maxKeys: maxKeysOf(query),
  };
  const page = listKeys(current.keys(), asked);
  const shown = shownText(query);
  return xmlAnswer('ListBucketResult', {
    Name: bucket,
    ...common(query, asked.maxKeys),
    IsTruncated: page.next !== undefined,
    ...(second
      ? {
          KeyCount: page.keys.length + page.commonPrefixes.length,
          ContinuationToken: token,
          StartAfter: query.get('start-after'),
          NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
        }
      : {
          Marker: query.get('marker') ?? '',
          NextMarker: page.next === undefined || asked.delimiter === '' ? undefined : shown(page.next),
        }),
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

/** A page of versions is cut by keys: all versions of a key stand on one page. */
export async function listObjectVersions(
  { store }: S3Context,
  { bucket, query }: S3Request,
): Promise<CloudResponse> {
  const { objects } = store.bucket(bucket);
  const maxKeys = maxKeysOf(query);
  const page = listKeys(objects.keys(), {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    startAfter: '',
    previous: query.get('key-marker') ?? '',
    maxKeys,
  });
  const shown = shownText(query);
  const versions = page.keys.flatMap((key) =>
    (objects.get(key) ?? []).map((version, index) => ({ version, isLatest: index === 0 })),
  );
  return xmlAnswer('ListVersionsResult', {
    Name: bucket,
    ...common(query, maxKeys),
    KeyMarker: query.get('key-marker') ?? '',
    IsTruncated: page.next !== undefined,
    NextKeyMarker: page.next === undefined ? undefined : shown(page.next),
    Version: versions
      .filter(({ version }) => !version.deleteMarker)
      .map(({ version, isLatest }) => ({
        ...(contentsOf(version, shown) as object),
        VersionId: version.versionId,
        IsLatest: isLatest,
      })),
    DeleteMarker: versions
      .filter(({ version }) => version.deleteMarker)
      .map(({ version, isLatest }) => ({
        Key: shown(version.key),
        VersionId: version.versionId,
        IsLatest: isLatest,
        LastModified: isoDate(version.lastModifiedMs),
      })),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: shown(prefix) })),
  });
}

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

export async function deleteObjects(context: S3Context, request: S3Request): Promise<CloudResponse> {
  context.store.bucket(request.bucket);
  const { Object: listed, Quiet } = readXml(request.content.toString('utf8'), 'Delete');
  const objects = elements(listed);
  if (objects.length === 0 || objects.length > MAX_KEYS) throw s3Error('MalformedXML');
  const answers: XmlContent[] = [];
  for (const { Key, VersionId } of objects) {
    const versionId = VersionId === undefined ? undefined : String(VersionId);
    const deleted = await removeObject(context, request.bucket, String(Key), versionId);
    answers.push(deletedOf(String(Key), versionId, deleted));
  }
  return xmlAnswer('DeleteResult', Quiet === 'true' ? {} : { Deleted: answers });
}

const deletedOf = (Key: string, asked: string | undefined, deleted: Deleted): XmlContent => ({
  Key,
  VersionId: asked,
  ...(deleted.deleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: deleted.versionId } : {}),
});

const common = (query: ReadonlyMap<string, string>, maxKeys: number): Record<string, XmlContent> => ({
  Prefix: shownText(query)(query.get('prefix') ?? ''),
  Delimiter: query.get('delimiter'),
  MaxKeys: maxKeys,
  EncodingType: query.get('encoding-type'),
});

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
