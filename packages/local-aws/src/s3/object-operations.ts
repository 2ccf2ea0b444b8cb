import type { CloudResponse } from '../emulator.ts';
import { draftOf, etagOf, metadataHeaders, verifiedChecksums } from './object-draft.ts';
import type { Upload } from './object-journal.ts';
import { isLocked, lockOf } from './object-lock.ts';
import { newVersionId } from './object-store.ts';
import { NULL_VERSION, type ObjectVersion } from './object-version.ts';
import { checkRead, checkWrite } from './preconditions.ts';
import { s3Error } from './s3-error.ts';
import {
  checksumHeaders,
  empty,
  header,
  httpDate,
  type S3Context,
  type S3Request,
  versionHeaders,
} from './s3-request.ts';

/** How often a read looks again when the object was replaced under its hands. */
const MAX_READ_ATTEMPTS = 5;

export async function putObject(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const version = await storeObject(context, request);
  return empty(200, {
    etag: version.etag,
    ...versionHeaders(context, request.bucket, version),
    ...checksumHeaders(version),
  });
}

/** Writes the content of a request as a new version of its key. */
export async function storeObject(context: S3Context, request: S3Request): Promise<ObjectVersion> {
  const { config } = context.store.bucket(request.bucket);
  const draft = { ...draftOf(request, config.encryption), checksums: verifiedChecksums(request) };
  const file = await context.store.writeFile(request.content);
  return addVersion(context, request, draft, {
    file,
    size: request.content.length,
    etag: etagOf(request.content),
  });
}

/** Makes a version of a draft and a file, once the conditions of the request hold. */
export async function addVersion(
  { store, clock }: S3Context,
  { bucket, key, headers }: S3Request,
  draft: Upload['draft'],
  made: {
    readonly file: string;
    readonly size: number;
    readonly etag: string;
    readonly uploadId?: string;
  },
): Promise<ObjectVersion> {
  const { file, size, etag, uploadId } = made;
  const { config } = store.bucket(bucket);
  const hasChecksum = header(headers, 'content-md5') !== undefined || Object.keys(draft.checksums).length > 0;
  const version: ObjectVersion = {
    ...draft,
    ...lockOf(config.objectLock, hasChecksum, clock.now()),
    versionId: newVersionId(config),
    lastModifiedMs: clock.now(),
    file,
    size,
    etag,
  };
  await store.add(bucket, version, () => checkWrite(headers, store.versions(bucket, key)[0]), uploadId);
  return version;
}

/**
 * The version that a request names: the newest without `versionId`.
 * @throws NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker
 */
function findVersion(
  { store }: S3Context,
  { bucket, key, query }: Pick<S3Request, 'bucket' | 'key' | 'query'>,
): ObjectVersion {
  const versions = store.versions(bucket, key);
  const versionId = query.get('versionId');
  if (versionId !== undefined) {
    const version = versions.find((candidate) => candidate.versionId === versionId);
    if (!version) throw s3Error('NoSuchVersion', undefined, { Key: key, VersionId: versionId });
    if (version.deleteMarker) throw s3Error('MethodNotAllowed', undefined, { ResourceType: 'DeleteMarker' });
    return version;
  }
  const [newest] = versions;
  if (!newest) throw s3Error('NoSuchKey', undefined, { Key: key });
  if (newest.deleteMarker) throw s3Error('NoSuchKey', undefined, { Key: key, ResourceType: 'DeleteMarker' });
  return newest;
}

/** A version with its content, even when it is replaced and its file removed in between. */
export async function readVersion(
  context: S3Context,
  address: Pick<S3Request, 'bucket' | 'key' | 'query'>,
): Promise<{ version: ObjectVersion; content: Buffer }> {
  for (let attempt = 1; ; attempt++) {
    const version = findVersion(context, address);
    try {
      return { version, content: await context.store.readFile(version.file ?? '') };
    } catch (error) {
      if (attempt === MAX_READ_ATTEMPTS || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

export async function getObject(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const { version, content } = await readVersion(context, request);
  checkRead(request.headers, version);
  const headers = objectHeaders(context, request, version);
  const range = rangeOf(header(request.headers, 'range'), version.size);
  if (!range) return { status: 200, headers, body: content };
  const [first, last] = range;
  const { 'content-length': _, ...others } = headers;
  return {
    status: 206,
    headers: {
      ...Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith('x-amz-checksum-'))),
      'content-range': `bytes ${first}-${last}/${version.size}`,
    },
    body: content.subarray(first, last + 1),
  };
}

export async function headObject(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const version = findVersion(context, request);
  checkRead(request.headers, version);
  return empty(200, { ...objectHeaders(context, request, version), 'content-length': String(version.size) });
}

function objectHeaders(
  context: S3Context,
  request: S3Request,
  version: ObjectVersion,
): Record<string, string> {
  const overrides = [...request.query].flatMap(([name, value]) => {
    const overridden = /^response-(.+)$/.exec(name)?.[1];
    return overridden === undefined ? [] : [[overridden, value] as const];
  });
  return {
    etag: version.etag,
    'last-modified': httpDate(version.lastModifiedMs),
    'accept-ranges': 'bytes',
    ...version.headers,
    ...metadataHeaders(version),
    ...versionHeaders(context, request.bucket, version),
    ...(header(request.headers, 'x-amz-checksum-mode') === 'ENABLED' ? checksumHeaders(version) : {}),
    ...Object.fromEntries(overrides),
  };
}

/**
 * First and last byte of `bytes=a-b`, `bytes=a-` or `bytes=-n`; undefined for none or one that S3 ignores.
 */
function rangeOf(text: string | undefined, size: number): readonly [number, number] | undefined {
  const [matched, from, to] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? [];
  if (matched === undefined || (from === '' && to === '')) return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first > last) throw s3Error('InvalidRange', undefined, { ActualObjectSize: size });
  return [first, last];
}

export async function deleteObject(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const deleted = await removeObject(context, request.bucket, request.key, request.query.get('versionId'));
  return empty(204, {
    ...(deleted.versionId === undefined ? {} : { 'x-amz-version-id': deleted.versionId }),
    ...(deleted.deleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
  });
}

/** Result of a delete. */
interface Deleted {
  readonly versionId?: string;
  readonly deleteMarker: boolean;
}

/** Deletes a version for good, or the key: by a delete marker in a bucket that keeps versions. */
export async function removeObject(
  { store, clock }: S3Context,
  bucket: string,
  key: string,
  versionId: string | undefined,
): Promise<Deleted> {
  const { config } = store.bucket(bucket);
  if (versionId !== undefined) {
    const version = store.versions(bucket, key).find((candidate) => candidate.versionId === versionId);
    if (version && isLocked(version, clock.now()))
      throw s3Error('AccessDenied', 'Access Denied because object protected by object lock.');
    await store.remove([{ bucket, key, versionId }]);
    return { versionId, deleteMarker: version?.deleteMarker === true };
  }
  if (!config.versioning) {
    await store.remove([{ bucket, key, versionId: NULL_VERSION }]);
    return { deleteMarker: false };
  }
  const marker: ObjectVersion = {
    key,
    versionId: newVersionId(config),
    lastModifiedMs: clock.now(),
    deleteMarker: true,
    size: 0,
    etag: '',
    headers: {},
    metadata: {},
    checksums: {},
    encryption: config.encryption,
  };
  await store.add(bucket, marker, () => {});
  return { versionId: marker.versionId, deleteMarker: true };
}
