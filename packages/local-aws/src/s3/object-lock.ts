import { z } from 'zod';
import type { ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';

/** How long each new version of a bucket is locked. */
export interface ObjectLock {
  readonly days: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const lockedBucket = z.looseObject({
  ObjectLockEnabled: z.boolean().optional(),
  ObjectLockConfiguration: z
    .strictObject({
      ObjectLockEnabled: z.literal('Enabled').optional(),
      Rule: z.strictObject({
        DefaultRetention: z.strictObject({
          // nobody bypasses governance here: the header that would is not emulated
          Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
          Days: z.int().min(1).max(36_500),
        }),
      }),
    })
    .optional(),
  VersioningConfiguration: z.looseObject({ Status: z.string() }).optional(),
});

/**
 * The lock that the properties of an `AWS::S3::Bucket` ask for; undefined if they ask for none.
 * @throws Error for what S3 refuses, and for a retention in years, which is not emulated
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function objectLockOf(properties: Readonly<Record<string, unknown>>): ObjectLock | undefined {
  const { ObjectLockEnabled, ObjectLockConfiguration, VersioningConfiguration } =
    lockedBucket.parse(properties);
  if (!ObjectLockConfiguration) return undefined;
  if (ObjectLockEnabled !== true) throw new Error('ObjectLockConfiguration needs ObjectLockEnabled');
  if (VersioningConfiguration?.Status !== 'Enabled') throw new Error('Object Lock needs versioning');
  return { days: ObjectLockConfiguration.Rule.DefaultRetention.Days };
}

/**
 * Returns the lock of a new version.
 * @throws InvalidRequest for a body that came without a checksum, which S3 asks for in a bucket with a lock
 */
export function lockOf(
  lock: ObjectLock | undefined,
  hasChecksum: boolean,
  nowMs: number,
): Pick<ObjectVersion, 'lockedUntilMs'> {
  if (!lock) return {};
  if (!hasChecksum)
    throw s3Error(
      'InvalidRequest',
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    );
  return { lockedUntilMs: nowMs + lock.days * DAY_MS };
}

/** Whether a version can be removed. */
export const isLocked = ({ lockedUntilMs = 0 }: ObjectVersion, nowMs: number): boolean =>
  nowMs < lockedUntilMs;
