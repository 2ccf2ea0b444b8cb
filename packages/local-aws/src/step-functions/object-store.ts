/**
 * What a Distributed Map needs of S3, in the name of the machine's role.
 * @throws AwsError AccessDenied where that role may not
 */
export interface ObjectStore {
  get(bucket: string, key: string, roleArn: string): Promise<Buffer>;
  /** Writes a result, for which AWS uploads in parts and reads them again. */
  put(bucket: string, key: string, body: Buffer, roleArn: string): Promise<void>;
}
