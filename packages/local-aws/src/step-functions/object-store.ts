/** An object of a bucket, as a listing shows it. */
export interface ObjectSummary {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly eTag?: string;
  /** Milliseconds since the epoch. */
  readonly lastModified?: number;
}

/** What a Distributed Map needs of S3. */
export interface ObjectStore {
  get(bucket: string, key: string): Promise<Buffer>;
  put(bucket: string, key: string, body: Buffer): Promise<void>;
  /** Every object whose key begins with `prefix`, in the order of their keys. */
  list(bucket: string, prefix: string): Promise<readonly ObjectSummary[]>;
}
