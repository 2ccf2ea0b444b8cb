import type { DeploymentConfig } from '../config.ts';
import type { DataResources } from '../constructs/granted-access.ts';
import type { Replication } from '../constructs/replication.ts';
import type { ServiceEnvironment } from '../constructs/service-functions.ts';
import type { DataStack } from './data-stack.ts';

/** Decoding a picture of 25 megapixels takes about 400 MB, and Lambda gives a whole processor at 1769 MB. */
export const IMAGE_MEMORY_MB = 1769;

/** What functions are given access to. */
export const dataResources = ({ tables, evidence, enrolled, key }: DataStack): DataResources => ({
  tables,
  evidence: evidence.bucket,
  enrolled: enrolled.bucket,
  key,
});

/** Variables of functions that have to do with the second region; none where there is none. */
export const replicationSettings = (replication: Replication | undefined) =>
  replication
    ? ({
        SECOND_REGION: JSON.stringify(replication.second),
        REPLICATION_QUEUE_URL: replication.queue.queueUrl,
      } satisfies Partial<ServiceEnvironment>)
    : {};

/** Variables whose values come of the config and the data stack alone. */
export const dataSettings = (config: DeploymentConfig, { tables, evidence, enrolled, key }: DataStack) =>
  ({
    SESSIONS_TABLE: tables.sessions.tableName,
    FACE_MAPPING_TABLE: tables.faceMapping.tableName,
    CONTROL_TABLE: tables.control.tableName,
    EVIDENCE_BUCKET: evidence.bucket.bucketName,
    ENROLLED_BUCKET: enrolled.bucket.bucketName,
    EVIDENCE_KEY_ARN: key.keyArn,
    VERIFICATION_POLICY: JSON.stringify(config.policy),
    COLLECTION_PREFIX: config.collectionPrefix,
    GENERATIONS: JSON.stringify(config.generations),
    RECONCILIATION_POLICY: JSON.stringify(config.reconciliation),
    SHADOW_READ_POLICY: JSON.stringify(config.shadowRead),
    TENANTS: JSON.stringify(config.tenants.map(({ id }) => id)),
    IMPORT_BUCKETS: JSON.stringify(config.importBuckets),
    RATE_LIMITS: JSON.stringify(config.quotas),
    ALLOWED_ORIGINS: config.api.allowedOrigins.join(','),
  }) satisfies Partial<ServiceEnvironment>;
