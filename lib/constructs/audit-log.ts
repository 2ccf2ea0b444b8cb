import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { AuditSettings } from '../audit.ts';
import { addAccessLogs } from './access-logs.ts';

export interface AuditLogProps {
  readonly stage: string;
  readonly settings: AuditSettings;
  /** The only trail that may write here. */
  readonly trailArn: string;
  readonly account: string;
}

/** Days until an unfinished multipart upload is deleted. */
const ABANDONED_UPLOAD_DAYS = 1;
/** Days that an expired file is kept as a noncurrent version; S3 takes no less. */
const NONCURRENT_DAYS = 1;

/** Retained in every stage: a locked file cannot be deleted with its stack, nor read without the key. */
const removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * The bucket of a trail's files: locked against changes for the retention, encrypted
 * with a key of its own. Only CloudTrail writes to it, for one trail.
 */
export class AuditLog extends Construct {
  readonly key: Key;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { stage, settings, trailArn, account }: AuditLogProps) {
    super(scope, id);
    const ofTrail = { 'aws:SourceArn': trailArn };
    const cloudTrail = {
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
    };
    this.key = new Key(this, 'Key', {
      description: `face-idv ${stage}: audit trail`,
      enableKeyRotation: true,
      removalPolicy,
    });
    // AWS CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail"
    this.key.addToResourcePolicy(
      new PolicyStatement({
        ...cloudTrail,
        actions: ['kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { ...ofTrail, 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn } },
      }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({
        ...cloudTrail,
        actions: ['kms:DescribeKey'],
        resources: ['*'],
        conditions: { StringEquals: ofTrail },
      }),
    );
    const retention = Duration.days(settings.retentionDays);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention[settings.lock](retention),
      lifecycleRules: [
        {
          expiration: retention,
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(ABANDONED_UPLOAD_DAYS),
        },
        { expiredObjectDeleteMarker: true },
      ],
      // S3 does not deliver access logs to a bucket with Object Lock, so they have their own
      serverAccessLogsBucket: addAccessLogs(this, { removalPolicy, autoDeleteObjects: false }),
      serverAccessLogsPrefix: 'audit/',
      removalPolicy,
    });
    // AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        ...cloudTrail,
        actions: ['s3:GetBucketAcl'],
        resources: [this.bucket.bucketArn],
        conditions: { StringEquals: ofTrail },
      }),
    );
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        ...cloudTrail,
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: { StringEquals: { ...ofTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
    );
  }
}
