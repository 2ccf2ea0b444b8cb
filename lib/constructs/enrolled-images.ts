import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface EnrolledImagesProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
  readonly accessLogs: IBucket;
}

/**
 * The images of enrolled faces. Evidence expires; these stay as long as their users, since a vector cannot be
 * converted to another face model: only an image can be indexed again (whitepaper 5.7).
 */
export class EnrolledImages extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { config, key, accessLogs }: EnrolledImagesProps) {
    super(scope, id);
    // (the CDK's types do not support exactOptionalPropertyTypes)
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'enrolled/',
      // a deleted image must disappear for good, as promised
      // to the person; until then a mistake can be undone
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(config.evidence.noncurrentVersionDays) },
        { expiredObjectDeleteMarker: true },
      ],
      removalPolicy: removalPolicyOf(config),
      autoDeleteObjects: !config.protectData,
    }) as IBucket;
  }
}
