import { Duration } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** Days to keep access logs: long enough to investigate, short enough not to become an archive. */
const ACCESS_LOG_DAYS = 90;

/** Adds a bucket for the access logs of other buckets. */
export function addAccessLogs(
  scope: Construct,
  removal: Required<Pick<BucketProps, 'removalPolicy' | 'autoDeleteObjects'>>,
): IBucket {
  const bucket = new Bucket(scope, 'AccessLogs', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
    ...removal,
  });
  acknowledge(bucket, {
    'AwsSolutions-S1':
      'This bucket receives the access logs; logging its own access into itself would never end.',
  });
  // (the CDK's types do not support exactOptionalPropertyTypes)
  return bucket as IBucket;
}
