/**
 * S3 operations of a Distributed Map, with the machine's role.
 * @throws AwsError AccessDenied where that role may not
 */
export interface ObjectStore {
  get(bucket: string, key: string, roleArn: string): Promise<Buffer>;
  /** Writes a result, for which AWS uploads in parts and reads them again. */
  put(bucket: string, key: string, body: Buffer, roleArn: string): Promise<void>;
}
