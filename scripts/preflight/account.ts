/** What the preflight reads of an AWS account, with the caller's credentials. */
export interface Account {
  caller(): Promise<Caller>;
  /** Calls per second of Rekognition's operations in a region, applied or by default. */
  rekognitionQuotas(region: string): Promise<ReadonlyMap<string, number>>;
  /** Executions at once that no function of a region has reserved. */
  unreservedConcurrency(region: string): Promise<number>;
  collectionIds(region: string): Promise<readonly string[]>;
  /** Version of the CDK's bootstrap stack in a region; undefined where there is none. */
  bootstrapVersion(region: string): Promise<number | undefined>;
}

export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}
