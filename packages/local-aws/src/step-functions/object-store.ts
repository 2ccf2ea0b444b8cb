/** An object of a bucket, as a listing shows it. */
export interface ObjectSummary {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly eTag?: string;
  /** Milliseconds since the epoch. */
  readonly lastModified?: number;
}

/**
 * What a Distributed Map needs of S3, in the name of the machine's role.
 * @throws AwsError AccessDenied where that role may not
 */
export interface ObjectStore {
  get(bucket: string, key: string, roleArn: string): Promise<Buffer>;
  /** Writes a result, for which AWS uploads in parts and reads them again. */
  put(bucket: string, key: string, body: Buffer, roleArn: string): Promise<void>;
  /** Every object whose key begins with `prefix`, in the order of their keys. */
  list(bucket: string, prefix: string, roleArn: string): Promise<readonly ObjectSummary[]>;
}
