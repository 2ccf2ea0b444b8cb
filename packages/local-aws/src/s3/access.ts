import type { AccessCheck, CloudRequest } from '../emulator.ts';
import { DEFAULT_BUCKET } from './bucket.ts';
import { encryptionOf } from './object-draft.ts';
import type { ObjectStore } from './object-store.ts';
import type { Encryption } from './object-version.ts';
import { routeOf } from './route.ts';
import { addressOf, type S3Request } from './s3-request.ts';
import { queryOf } from './signature.ts';

/** Data that the checks read. */
export interface AccessPlace {
  readonly store: ObjectStore;
  readonly region: string;
}

/**
 * Returns the IAM checks of a signed request. An object under a key of its own also asks for that key,
 * because S3 uses it in the caller's name: GenerateDataKey to write, Decrypt to read (S3 User Guide, "SSE-KMS
 * permissions").
 */
export function accessChecks(place: AccessPlace, request: CloudRequest): readonly AccessCheck[] {
  const { url, method, headers, body } = request;
  const s3Request: S3Request = { method, headers, query: queryOf(url), content: body, ...addressOf(url) };
  const route = routeOf(s3Request);
  if (!route) return [];
  const { bucket, key, query } = s3Request;
  if (route.target === 'service') return [{ action: `s3:${route.action}`, resource: '*' }];

  // nothing is put as a version that is named
  const action = query.has('versionId')
    ? route.action.replace(/^(Get|Delete)Object/, '$1ObjectVersion')
    : route.action;
  const checks: AccessCheck[] = [
    {
      action: `s3:${action}`,
      resource: arnOf(bucket, key),
      ...(['ListBucket', 'ListBucketVersions'].includes(route.action)
        ? { context: listingContext(query) }
        : {}),
    },
  ];
  if (route.action === 'PutObject') {
    checks.push(
      ...(route.subresource === 'uploadId'
        ? keyChecks(place, 'Decrypt', uploadEncryption(place, query.get('uploadId')))
        : dataKeyChecks(place, s3Request)),
    );
  }
  if (route.action === 'GetObject')
    checks.push(...keyChecks(place, 'Decrypt', storedEncryption(place, bucket, key)));
  return checks;
}

/** Returns the IAM checks of a form upload for the signer of its policy; the fields count as headers. */
export function formAccessChecks(
  place: AccessPlace,
  bucket: string,
  fields: ReadonlyMap<string, string>,
): readonly AccessCheck[] {
  return [
    { action: 's3:PutObject', resource: arnOf(bucket, fields.get('key')) },
    ...dataKeyChecks(place, { bucket, headers: Object.fromEntries(fields), query: new Map() }),
  ];
}

/** Permission that S3 requires before it reveals that an object does not exist (GetObject, "Permissions"). */
export const listChecks = (bucket: string): readonly AccessCheck[] => [
  { action: 's3:ListBucket', resource: arnOf(bucket) },
];

const arnOf = (bucket: string, key = ''): string => `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;

function dataKeyChecks(
  place: AccessPlace,
  request: Pick<S3Request, 'bucket' | 'headers' | 'query'>,
): AccessCheck[] {
  const { store } = place;
  const config = store.hasBucket(request.bucket) ? store.bucket(request.bucket).config : DEFAULT_BUCKET;
  return keyChecks(place, 'GenerateDataKey', encryptionOf(request, config.encryption));
}

/** S3 decrypts what parts there are before it puts them together (UploadPart, "Permissions"). */
const uploadEncryption = ({ store }: AccessPlace, uploadId: string | undefined): Encryption | undefined =>
  store.upload(uploadId ?? '')?.upload.draft.encryption;

function storedEncryption({ store }: AccessPlace, bucket: string, key: string): Encryption | undefined {
  return store.hasBucket(bucket) ? store.versions(bucket, key)[0]?.encryption : undefined;
}

/** Only keys of the customer's own need a permission; those are named by their ARN. */
function keyChecks(
  { region }: AccessPlace,
  action: string,
  encryption: Encryption | undefined,
): AccessCheck[] {
  const keyId = encryption?.keyId;
  if (!keyId?.startsWith('arn:')) return [];
  const context = { 'kms:ViaService': `s3.${region}.amazonaws.com` };
  return [{ action: `kms:${action}`, resource: keyId, context }];
}

function listingContext(query: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    ['prefix', 'delimiter', 'max-keys'].flatMap((name) => {
      const value = query.get(name);
      return value === undefined ? [] : [[`s3:${name}`, value]];
    }),
  );
}
