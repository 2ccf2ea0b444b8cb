import { Duration } from 'aws-cdk-lib';
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
import { shownDaysOf } from '../retention.ts';
import { MAP_RESULT_DAYS } from '../retention-classes.ts';
import { addAccessLogs } from './access-logs.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface EvidenceBucketProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
}

/** Days until an unfinished multipart upload is deleted. */
const ABANDONED_UPLOAD_DAYS = 1;

/**
 * The bucket of selfies, documents and audit images:
 * encrypted, versioned, TLS only, deleted after the retention.
 */
export class EvidenceBucket extends Construct {
  readonly bucket: IBucket;
  /** Also receives the access logs of other buckets. */
  readonly accessLogs: IBucket;

  constructor(scope: Construct, id: string, props: EvidenceBucketProps) {
    super(scope, id);
    const { config } = props;
    const removalPolicy = removalPolicyOf(config);

    const autoDeleteObjects = !config.protectData;
    this.accessLogs = addAccessLogs(this, { removalPolicy, autoDeleteObjects });
    // (the CDK's types do not support exactOptionalPropertyTypes)
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      serverAccessLogsBucket: this.accessLogs,
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
          // a version that expires stays for its days as a
          // noncurrent one, so both together are what was promised
          expiration: Duration.days(shownDaysOf(config)),
          noncurrentVersionExpiration: Duration.days(config.evidence.noncurrentVersionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(ABANDONED_UPLOAD_DAYS),
        },
        {
          prefix: MAP_RESULTS_PREFIX,
          expiration: Duration.days(MAP_RESULT_DAYS),
          noncurrentVersionExpiration: Duration.days(1),
        },
        { expiredObjectDeleteMarker: true },
      ],
      removalPolicy,
      autoDeleteObjects,
    }) as IBucket;
  }
}
