/** Data of an AWS account that the preflight reads, with the caller's credentials. */
export interface Account {
  caller(): Promise<Caller>;
  /** Quotas of Rekognition in a region in calls per second, applied or default. */
  rekognitionQuotas(region: string): Promise<ReadonlyMap<string, number>>;
  /** Unreserved concurrent executions in a region. */
  unreservedConcurrency(region: string): Promise<number>;
  collectionIds(region: string): Promise<readonly string[]>;
  /** Version of the CDK's bootstrap stack in a region; undefined if there is none. */
  bootstrapVersion(region: string): Promise<number | undefined>;
}

export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}
