import type { AccessCheck, CloudRequest } from '../emulator.ts';
import type { BucketConfig } from './bucket.ts';
import { copySource } from './object-operations.ts';
import type { ObjectStore } from './object-store.ts';
import type { Encryption } from './object-version.ts';
import { routeOf } from './route.ts';
import { addressOf, type S3Request, setting } from './s3-request.ts';
import { queryOf } from './signature.ts';
import { elements, readXml } from './xml.ts';

const arnOf = (bucket: string, key = ''): string => `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;

/**
 * What IAM must allow for a signed request. An object under a key of its own also asks for that key, because S3 uses
 * it in the caller's name: GenerateDataKey to write, Decrypt to read (S3 User Guide, "SSE-KMS permissions").
 */
export function accessChecks(
  store: ObjectStore,
  request: CloudRequest,
  region: string,
): readonly AccessCheck[] {
  const { url, method, headers, body } = request;
  const s3Request: S3Request = { method, headers, query: queryOf(url), content: body, ...addressOf(url) };
  const route = routeOf(s3Request);
  if (!route) return [];
  const { bucket, key, query } = s3Request;
  if (route.target === 'service') return [{ action: `s3:${route.action}`, resource: '*' }];
  if (route.subresource === 'delete') return deletions(s3Request);
  const versioned = query.has('versionId') ? route.versioned : undefined;
  const via = (action: string, { keyId }: Encryption): AccessCheck[] =>
    keyId?.startsWith('arn:')
      ? [
          {
            action: `kms:${action}`,
            resource: keyId,
            context: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
          },
        ]
      : [];

  const checks: AccessCheck[] = [
    {
      action: `s3:${versioned ?? route.action}`,
      resource: arnOf(bucket, key),
      ...(route.target === 'bucket' ? { context: listingContext(query) } : {}),
    },
  ];
  if (setting(s3Request, 'x-amz-tagging') !== undefined)
    checks.push({ action: 's3:PutObjectTagging', resource: arnOf(bucket, key) });
  if (route.copies) {
    const source = copySource(s3Request);
    const action = source.query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject';
    checks.push({ action, resource: arnOf(source.bucket, source.key) });
    checks.push(...via('Decrypt', encryptionOf(store, source.bucket, source.key)));
  }
  if (route.action === 'PutObject')
    checks.push(...via('GenerateDataKey', configOf(store, bucket)?.encryption ?? { algorithm: '' }));
  if (route.action === 'GetObject') checks.push(...via('Decrypt', encryptionOf(store, bucket, key)));
  return checks;
}

/** What the form upload of a file asks of the one who signed its policy. */
export const formAccessChecks = (
  store: ObjectStore,
  bucket: string,
  key: string,
  region: string,
): AccessCheck[] => {
  const keyId = configOf(store, bucket)?.encryption.keyId;
  return [
    { action: 's3:PutObject', resource: arnOf(bucket, key) },
    ...(keyId?.startsWith('arn:')
      ? [
          {
            action: 'kms:GenerateDataKey',
            resource: keyId,
            context: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
          },
        ]
      : []),
  ];
};

function listingContext(query: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    ['prefix', 'delimiter', 'max-keys'].flatMap((name) => {
      const value = query.get(name);
      return value === undefined ? [] : [[`s3:${name}`, value]];
    }),
  );
}

function deletions({ bucket, content }: S3Request): AccessCheck[] {
  return elements(readXml(content.toString('utf8'), 'Delete').Object).map(({ Key, VersionId }) => ({
    action: VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
    resource: arnOf(bucket, String(Key)),
  }));
}

const configOf = (store: ObjectStore, bucket: string): BucketConfig | undefined =>
  store.hasBucket(bucket) ? store.bucket(bucket).config : undefined;

const encryptionOf = (store: ObjectStore, bucket: string, key: string): Encryption =>
  (store.hasBucket(bucket) ? store.versions(bucket, key)[0]?.encryption : undefined) ?? { algorithm: '' };
