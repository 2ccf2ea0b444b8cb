import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';

export interface LedgerSealsProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
  readonly accessLogs: IBucket;
}

/** Days that an expired object is kept as a noncurrent version; S3 takes no less. */
const NONCURRENT_DAYS = 1;

/**
 * The bucket of the sealed ends of the ledger's chains: locked against changes, and each key is put once.
 * It is retained in every stage: a locked object cannot be deleted with its stack.
 */
export class LedgerSeals extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { config, key, accessLogs }: LedgerSealsProps) {
    super(scope, id);
    const { lock, sealedDays } = config.ledger;
    const retention = Duration.days(sealedDays);
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention[lock](retention),
      lifecycleRules: [
        { expiration: retention, noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS) },
        { expiredObjectDeleteMarker: true },
      ],
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'ledger-seals/',
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // the lock keeps a version, not what a reader finds under its key
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:DeleteObject'],
        resources: [bucket.arnForObjects('*')],
      }),
    );
    // S3 User Guide, "Enforce conditional writes on Amazon S3 buckets"
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects('*')],
        conditions: { Null: { 's3:if-none-match': 'true' } },
      }),
    );
    // (the CDK's types do not support exactOptionalPropertyTypes)
    this.bucket = bucket as IBucket;
  }
}
