import type { DeploymentConfig } from '../config.ts';
import type { DataResources } from '../constructs/granted-access.ts';
import type { Replication } from '../constructs/replication.ts';
import type { ServiceEnvironment } from '../constructs/service-functions.ts';
import type { DataStack } from './data-stack.ts';

/** Resources to which functions get access. */
export const dataResources = ({ tables, evidence, enrolled, key, network }: DataStack): DataResources => ({
  tables,
  evidence: evidence.bucket,
  enrolled: enrolled.bucket,
  key,
  network,
});

/** Variables of functions that use the second region; none if there is none. */
export const replicationSettings = ({ secondRegion }: DeploymentConfig, replication: Replication) =>
  secondRegion
    ? ({
        SECOND_REGION: JSON.stringify(secondRegion),
        REPLICATION_QUEUE_URL: replication.queue.queueUrl,
      } satisfies Partial<ServiceEnvironment>)
    : {};

/** Other regions for calls that store nothing: that of the replicated collections first. */
const statelessRegionsOf = ({ secondRegion, statelessRegions }: DeploymentConfig): readonly string[] => [
  ...(secondRegion ? [secondRegion.region] : []),
  ...statelessRegions,
];

/** Variables whose values come from the config and the data stack only. */
export const dataSettings = (
  config: DeploymentConfig,
  { tables, evidence, enrolled, key, identity, signing }: DataStack,
) =>
  ({
    SESSIONS_TABLE: tables.sessions.tableName,
    FACE_MAPPING_TABLE: tables.faceMapping.tableName,
    CONTROL_TABLE: tables.control.tableName,
    AUDIT_TABLE: tables.audit.tableName,
    AUDIT_RETENTION_DAYS: String(config.auditEntries.retentionDays),
    EVIDENCE_BUCKET: evidence.bucket.bucketName,
    ENROLLED_BUCKET: enrolled.bucket.bucketName,
    EVIDENCE_KEY_ARN: key.keyArn,
    VERIFICATION_POLICY: JSON.stringify(config.policy),
    COLLECTION_PREFIX: config.collectionPrefix,
    RECONCILIATION_POLICY: JSON.stringify(config.reconciliation),
    SHADOW_READ_POLICY: JSON.stringify(config.shadowRead),
    LATE_CHECK: config.consistency.late_check,
    END_USER_CLIENT_ID: identity.endUserClient.userPoolClientId,
    CALL_LIMITS: JSON.stringify(config.api.callLimits),
    PROOF_SIGNING_KEY: signing.current,
    PROOF_KEYS: signing.all.join(','),
    LONG_POLL: JSON.stringify(config.longPoll),
    REVIEW_CASES: JSON.stringify(config.reviewCases),
    STATELESS_REGIONS: JSON.stringify(statelessRegionsOf(config)),
    RATE_LIMITS: JSON.stringify(config.quotas),
    ALLOWED_ORIGINS: config.api.allowedOrigins.join(','),
    PROBLEM_BASE_URL: config.problemBaseUrl,
  }) satisfies Partial<ServiceEnvironment>;
