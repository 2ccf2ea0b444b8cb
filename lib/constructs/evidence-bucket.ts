import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { MAP_RESULTS_PREFIX } from '../../lambda/bulk-indexing/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

export interface EvidenceBucketProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
}

/** Days until an upload that was begun in parts and never finished is removed. */
const ABANDONED_UPLOAD_DAYS = 1;
/** Days that the results of an index job's batches are kept: long enough to find out why some have failed. */
const MAP_RESULT_DAYS = 14;
/** Days that access logs are kept: long enough to investigate, short enough not to become an archive. */
const ACCESS_LOG_DAYS = 90;

/** Where selfies, documents and audit images live: encrypted, versioned, TLS only, gone after their retention. */
export class EvidenceBucket extends Construct {
  readonly bucket: IBucket;
  /** Takes the access logs of other buckets too. */
  readonly accessLogs: IBucket;

  constructor(scope: Construct, id: string, props: EvidenceBucketProps) {
    super(scope, id);
    const { config } = props;
    const removalPolicy = config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const accessLogs = new Bucket(this, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
      removalPolicy,
    });
    acknowledge(accessLogs, {
      'AwsSolutions-S1':
        'This bucket receives the access logs; logging its own accesses into itself would never end.',
    });

    this.accessLogs = accessLogs as IBucket;
    // (the CDK's own types are not written for exactOptionalPropertyTypes)
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: 'evidence/',
      cors: [
        {
          allowedMethods: [HttpMethods.POST],
          allowedOrigins: config.api.allowedOrigins,
          allowedHeaders: ['*'],
          maxAge: Duration.hours(1).toSeconds(),
        },
      ],
      lifecycleRules: [
        {
          expiration: Duration.days(config.evidence.retentionDays),
          noncurrentVersionExpiration: Duration.days(config.evidence.noncurrentVersionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(ABANDONED_UPLOAD_DAYS),
        },
        {
          prefix: MAP_RESULTS_PREFIX,
          expiration: Duration.days(MAP_RESULT_DAYS),
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
      removalPolicy,
    }) as IBucket;
  }
}
