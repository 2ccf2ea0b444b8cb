import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.ts';
import type { CloudResponse } from '../emulator.ts';
import type { ObjectStore } from './object-store.ts';
import type { Encryption, ObjectVersion } from './object-version.ts';
import { decodeUri } from './signature.ts';
import { type XmlContent, xmlDocument } from './xml.ts';

/** A request to S3 whose signature holds and whose body has lost its framing. */
export interface S3Request {
  readonly method: string;
  /** Empty for a request to the service itself. */
  readonly bucket: string;
  /** Empty for a request to a bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly content: Buffer;
}

export interface S3Context {
  readonly store: ObjectStore;
  readonly clock: Clock;
}

/** Bucket and key of a request: by path, or by a host name such as `bucket.localhost:4566`. */
export function addressOf(url: URL): { bucket: string; key: string } {
  const path = decodeUri(url.pathname).slice(1);
  const virtualHost = /^([a-z0-9.-]+?)\.(?:s3\.)?localhost$/.exec(url.hostname)?.[1];
  if (virtualHost !== undefined && virtualHost !== 's3') return { bucket: virtualHost, key: path };
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

/** A header's text; lists are joined. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** A setting that a presigned URL carries in its query instead of a header. */
export const setting = (request: Pick<S3Request, 'headers' | 'query'>, name: string): string | undefined =>
  header(request.headers, name) ?? [...request.query].find(([key]) => key.toLowerCase() === name)?.[1];

export const empty = (status: number, headers: CloudResponse['headers'] = {}): CloudResponse => ({
  status,
  headers,
  body: '',
});

export const xmlAnswer = (
  root: string,
  content: XmlContent,
  headers: CloudResponse['headers'] = {},
): CloudResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body: xmlDocument(root, content),
});

/** Returns the headers of a version, for every response about it. */
export function versionHeaders(
  context: S3Context,
  bucket: string,
  version: ObjectVersion,
): Record<string, string> {
  return {
    ...(context.store.bucket(bucket).config.versioning ? { 'x-amz-version-id': version.versionId } : {}),
    ...(version.deleteMarker ? { 'x-amz-delete-marker': 'true' } : encryptionHeaders(version.encryption)),
  };
}

export function encryptionHeaders({ algorithm, keyId, bucketKey }: Encryption): Record<string, string> {
  return {
    'x-amz-server-side-encryption': algorithm,
    ...(keyId === undefined ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': keyId }),
    ...(bucketKey ? { 'x-amz-server-side-encryption-bucket-key-enabled': 'true' } : {}),
  };
}

export const checksumHeaders = ({ checksums }: Pick<ObjectVersion, 'checksums'>): Record<string, string> =>
  Object.fromEntries(Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]));

/** HTTP dates have a precision of seconds. */
export const httpDate = (ms: number): string => new Date(ms).toUTCString();
export const isoDate = (ms: number): string => new Date(ms).toISOString();
