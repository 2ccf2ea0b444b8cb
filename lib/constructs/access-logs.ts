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
import { ACCESS_LOG_DAYS } from '../retention-classes.ts';
import { acknowledge } from './acknowledge.ts';

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
