import type { ChecksumName } from './checksum.ts';

/** How an object is encrypted at rest; only echoed: on this machine the disk holds what was sent. */
export interface Encryption {
  /** `AES256` or `aws:kms`. */
  readonly algorithm: string;
  readonly keyId?: string | undefined;
  readonly bucketKey?: boolean | undefined;
}

/** One version of one object, or the marker that a delete has left. */
export interface ObjectVersion {
  readonly key: string;
  /** `null` in a bucket that keeps no versions. */
  readonly versionId: string;
  /** Milliseconds since the epoch. */
  readonly lastModifiedMs: number;
  readonly deleteMarker?: true;
  /** File that holds the content; a delete marker has none. */
  readonly file?: string;
  /** Bytes. */
  readonly size: number;
  /** With its quotes, as it travels. */
  readonly etag: string;
  /** `content-type` and its like, as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** `x-amz-meta-...`, without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksums: Readonly<Partial<Record<ChecksumName, string>>>;
  readonly encryption: Encryption;
  /** Time until which nobody may delete this version, in milliseconds since the epoch. */
  readonly lockedUntilMs?: number;
}

/** Id of the version in a bucket that keeps no versions (S3 User Guide, "Versioning"). */
export const NULL_VERSION = 'null';
