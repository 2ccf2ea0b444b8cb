import { HOSTS_SEPARATOR } from '../../lambda/webhooks/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import type { DataResources } from '../constructs/granted-access.ts';
import type { Replication } from '../constructs/replication.ts';
import type { ServiceEnvironment } from '../constructs/service-functions.ts';
import type { WebhookQueues } from '../constructs/webhooks.ts';
import { tombstoneDays } from '../erasure.ts';
import { retentionSettingsOf } from '../retention.ts';
import type { DataStack } from './data-stack.ts';
import { sessionSettings } from './session-settings.ts';

/** Resources to which functions get access. */
export const dataResources = ({
  tables,
  evidence,
  enrolled,
  key,
  subjectKey,
  ledgerSeals,
  network,
}: DataStack): DataResources => ({
  tables,
  evidence: evidence.bucket,
  enrolled: enrolled.bucket,
  key,
  subjectKey,
  ledgerSeals: ledgerSeals.bucket,
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

/** Variables of functions that manage, queue or send webhooks. */
export const webhookSettings = ({ webhooks }: DeploymentConfig, queues: WebhookQueues) =>
  ({
    WEBHOOK_ALLOWED_HOSTS: webhooks.allowedHosts.join(HOSTS_SEPARATOR),
    WEBHOOK_EVENT_QUEUE_URL: queues.events.queue.queueUrl,
    WEBHOOK_DELIVERY_QUEUE_URL: queues.deliveries.queue.queueUrl,
    WEBHOOK_RETRY_QUEUE_URL: queues.retries.queue.queueUrl,
  }) satisfies Partial<ServiceEnvironment>;

/** Other regions for calls that store nothing: that of the replicated collections first. */
const statelessRegionsOf = ({ secondRegion, statelessRegions }: DeploymentConfig): readonly string[] => [
  ...(secondRegion ? [secondRegion.region] : []),
  ...statelessRegions,
];

/** Variable of functions that hash users. */
const subjectSettings = ({ subjectKey }: DataStack) => ({ SUBJECT_KEY: subjectKey.keyArn });

/** Variables whose values come from the config and the data stack only. */
export const dataSettings = (config: DeploymentConfig, data: DataStack) => {
  const { tables, evidence, enrolled, key, identity, signing, ledgerSeals } = data;
  return {
    ...sessionSettings(data),
    ...subjectSettings(data),
    ERASURE_SETTLE_SECONDS: String(config.erasure.settleSeconds),
    TOMBSTONE_DAYS: String(tombstoneDays(config)),
    AUDIT_TABLE: tables.audit.tableName,
    LEDGER_TABLE: tables.ledger.tableName,
    LEDGER_SEALS_BUCKET: ledgerSeals.bucket.bucketName,
    AUDIT_RETENTION_DAYS: String(config.auditEntries.retentionDays),
    EVIDENCE_BUCKET: evidence.bucket.bucketName,
    ENROLLED_BUCKET: enrolled.bucket.bucketName,
    EVIDENCE_KEY_ARN: key.keyArn,
    COLLECTION_PREFIX: config.collectionPrefix,
    RETENTION: JSON.stringify(retentionSettingsOf(config)),
    RECONCILIATION_POLICY: JSON.stringify(config.reconciliation),
    SHADOW_READ_POLICY: JSON.stringify(config.shadowRead),
    LATE_CHECK: config.consistency.late_check,
    END_USER_CLIENT_ID: identity.endUserClient.userPoolClientId,
    CALL_LIMITS: JSON.stringify(config.api.callLimits),
    VERIFICATION_KEYS: signing.all.join(','),
    CAPTURE_PAGE_URL: config.capture.pageUrl,
    TEST_MODE: config.testMode ? 'on' : 'off',
    LONG_POLL: JSON.stringify(config.longPoll),
    REVIEW_CASES: JSON.stringify(config.reviewCases),
    STATELESS_REGIONS: JSON.stringify(statelessRegionsOf(config)),
    RATE_LIMITS: JSON.stringify(config.quotas),
    ALLOWED_ORIGINS: config.api.allowedOrigins.join(','),
    PROBLEM_BASE_URL: config.problemBaseUrl,
  } satisfies Partial<ServiceEnvironment>;
};
