import { createHash } from 'node:crypto';
import { CHECKSUM_NAMES, CHECKSUMS } from './checksum.ts';
import type { Upload } from './object-journal.ts';
import type { Encryption, ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';
import { header, type S3Request, setting } from './s3-request.ts';

/** Longest key in bytes (S3 User Guide, "Naming Amazon S3 objects"). */
const MAX_KEY_BYTES = 1024;
/** Headers that S3 keeps with an object and gives back with it. */
const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';
const METADATA_PREFIX = 'x-amz-meta-';

/** Properties of a new object in a request, without its content. */
export function draftOf(request: S3Request, byDefault: Encryption): Upload['draft'] {
  if (Buffer.byteLength(request.key) > MAX_KEY_BYTES) throw s3Error('KeyTooLongError');
  return {
    key: request.key,
    headers: { 'content-type': DEFAULT_CONTENT_TYPE, ...keptHeaders(request) },
    metadata: metadataOf(request),
    checksums: {},
    encryption: encryptionOf(request, byDefault),
  };
}

function keptHeaders(request: S3Request): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = header(request.headers, name);
      // aws-chunked is how the body travelled, not what it is
      const kept = name === 'content-encoding' ? value?.replace(/\s*aws-chunked\s*,?\s*/, '') : value;
      return kept ? [[name, kept]] : [];
    }),
  );
}

function metadataOf({ headers, query }: S3Request): Record<string, string> {
  const named = [...Object.entries(headers), ...query].map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  return Object.fromEntries(
    named
      .filter(([name]) => name.startsWith(METADATA_PREFIX))
      .map(([name, value]) => [name.slice(METADATA_PREFIX.length), String(value)]),
  );
}

export const metadataHeaders = ({ metadata }: Pick<ObjectVersion, 'metadata'>): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [METADATA_PREFIX + name, value]));

/** How a request wants its object encrypted: as it says, or as the bucket does by default. */
export function encryptionOf(
  request: Pick<S3Request, 'headers' | 'query'>,
  byDefault: Encryption,
): Encryption {
  const algorithm = setting(request, 'x-amz-server-side-encryption');
  if (algorithm === undefined) return byDefault;
  const keyId = setting(request, 'x-amz-server-side-encryption-aws-kms-key-id');
  const bucketKey = setting(request, 'x-amz-server-side-encryption-bucket-key-enabled') === 'true';
  return { algorithm, ...(keyId === undefined ? {} : { keyId }), ...(bucketKey ? { bucketKey } : {}) };
}

/** ETag of an object that was uploaded in one piece. */
export const etagOf = (content: Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;

/**
 * The checksums that came with a body, each of which must fit it.
 * @throws BadDigest
 */
export function verifiedChecksums(request: S3Request): ObjectVersion['checksums'] {
  const md5 = header(request.headers, 'content-md5');
  if (md5 !== undefined && createHash('md5').update(request.content).digest('base64') !== md5)
    throw s3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  return Object.fromEntries(
    CHECKSUM_NAMES.flatMap((name) => {
      const claimed = setting(request, `x-amz-checksum-${name}`);
      if (claimed === undefined) return [];
      if (CHECKSUMS[name](request.content) !== claimed)
        throw s3Error(
          'BadDigest',
          `The ${name.toUpperCase()} you specified did not match the calculated checksum.`,
        );
      return [[name, claimed]];
    }),
  );
}
