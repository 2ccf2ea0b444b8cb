import { type ObjectLock, objectLockOf } from './object-lock.ts';
import type { Encryption } from './object-version.ts';

export interface CorsRule {
  readonly AllowedHeaders?: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedOrigins: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
}

/** A lifecycle rule in CloudFormation's words, as far as it is carried out. */
export interface LifecycleRule {
  readonly Status: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly ExpiredObjectDeleteMarker?: boolean;
  readonly NoncurrentVersionExpiration?: {
    readonly NoncurrentDays: number;
    readonly NewerNoncurrentVersions?: number;
  };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

/** Settings of a bucket. */
export interface BucketConfig {
  readonly versioning: 'Enabled' | 'Suspended' | undefined;
  readonly encryption: Encryption;
  readonly corsRules: readonly CorsRule[];
  readonly lifecycleRules: readonly LifecycleRule[];
  /** Absent in a bucket whose versions are not locked. */
  readonly objectLock?: ObjectLock | undefined;
}

/** A bucket as S3 makes it when nothing is said: no versions, encrypted with S3's own keys. */
export const DEFAULT_BUCKET: BucketConfig = {
  versioning: undefined,
  encryption: { algorithm: 'AES256' },
  corsRules: [],
  lifecycleRules: [],
};

interface TemplateBucket {
  readonly VersioningConfiguration?: { readonly Status: 'Enabled' | 'Suspended' };
  readonly BucketEncryption?: {
    readonly ServerSideEncryptionConfiguration: readonly {
      readonly BucketKeyEnabled?: boolean;
      readonly ServerSideEncryptionByDefault?: {
        readonly SSEAlgorithm: string;
        readonly KMSMasterKeyID?: string;
      };
    }[];
  };
  readonly CorsConfiguration?: { readonly CorsRules: readonly CorsRule[] };
  readonly LifecycleConfiguration?: { readonly Rules: readonly LifecycleRule[] };
}

/**
 * The configuration that the properties of an `AWS::S3::Bucket` ask for.
 * @throws Error for lifecycle rules that choose objects by their tags, which objects do not have here, and
 * for a lock that S3 refuses
 */
export function bucketOfTemplate(properties: Readonly<Record<string, unknown>>): BucketConfig {
  const template = properties as TemplateBucket;
  const encryption = template.BucketEncryption?.ServerSideEncryptionConfiguration[0];
  const byDefault = encryption?.ServerSideEncryptionByDefault;
  const lifecycleRules = template.LifecycleConfiguration?.Rules ?? [];
  if (lifecycleRules.some((rule) => 'TagFilters' in rule))
    throw new Error('lifecycle rules with TagFilters are not emulated');
  return {
    versioning: template.VersioningConfiguration?.Status,
    encryption: byDefault
      ? {
          algorithm: byDefault.SSEAlgorithm,
          keyId: byDefault.KMSMasterKeyID,
          bucketKey: encryption?.BucketKeyEnabled,
        }
      : DEFAULT_BUCKET.encryption,
    corsRules: template.CorsConfiguration?.CorsRules ?? [],
    lifecycleRules,
    objectLock: objectLockOf(properties),
  };
}
