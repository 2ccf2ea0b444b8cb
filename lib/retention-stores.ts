import type { DataClass } from '../lambda/retention/contract.ts';

/**
 * Kinds of rows: functions of `lambda/platform/dynamo-keys.ts`, or the middle of a key that is made
 * elsewhere.
 */
interface StoredRows {
  readonly owner: string;
  readonly class: DataClass;
  readonly keys: readonly string[];
}

/**
 * Rows of the tables by the capability that owns them. A kind of row that is not listed here fails a test:
 * all that is stored has an owner and a time at which it goes.
 */
export const STORED_ROWS: readonly StoredRows[] = [
  {
    owner: 'sessions',
    class: 'session_records',
    keys: ['sessionKey', 'livenessSessionKey', 'sessionEventKey', 'openSessionsKey'],
  },
  { owner: 'sessions', class: 'short_lived', keys: ['waitSlotKey'] },
  {
    owner: 'enrollment',
    class: 'templates',
    keys: [
      'mappingKey',
      'userClaimKey',
      'earlierEnrollmentKey',
      'imageClaimKey',
      'faceKey',
      'lastInteractionKey',
      'missingImageKey',
    ],
  },
  { owner: 'enrollment', class: 'requests', keys: ['faceDeletionKey', 'plannedImageKey'] },
  { owner: 'captures', class: 'session_records', keys: ['captureKey', 'captureBandKey'] },
  { owner: 'step-up', class: 'session_records', keys: ['stepUpProofKey'] },
  { owner: 'client-sessions', class: 'short_lived', keys: ['captureLinksKey'] },
  { owner: 'repudiations', class: 'lockouts', keys: ['repudiationLinkKey'] },
  { owner: 'face-login', class: 'short_lived', keys: ['faceLoginKey'] },
  { owner: 'tombstones', class: 'erasures', keys: ['tombstoneKey'] },
  {
    owner: 'erasure',
    class: 'erasures',
    keys: ['erasureKey', 'erasureOfSubjectKey', 'openErasureKey', 'userErasureKey'],
  },
  { owner: 'consents', class: 'consents', keys: ['consentReceiptKey'] },
  {
    owner: 'consents',
    class: 'settings',
    keys: ['consentTextsKey', 'consentTextEntryKey', 'consentTextKey'],
  },
  { owner: 'ledger', class: 'ledger', keys: ['ledgerEntryKey', 'ledgerSourceKey', 'ledgerHeadKey'] },
  { owner: 'webhooks', class: 'settings', keys: ['webhookEndpointKey'] },
  { owner: 'webhooks', class: 'events', keys: ['webhookDeliveryKey', 'webhookEventKey'] },
  { owner: 'abuse', class: 'lockouts', keys: ['lockoutKey', 'takeoverSignalsKey'] },
  { owner: 'allowed-pairs', class: 'allowed_pairs', keys: ['allowedPairKey'] },
  {
    owner: 'review-cases',
    class: 'review_cases',
    keys: ['reviewCaseKey', 'reviewCaseStateKey', 'reviewPairKey', 'reviewRunKey'],
  },
  { owner: 'review-cases', class: 'liveness_labels', keys: ['livenessLabelKey'] },
  { owner: 'watchlist', class: 'watchlist_entries', keys: ['watchlistEntryKey', 'watchlistDueKey'] },
  {
    owner: 'audit',
    class: 'audit_entries',
    keys: ['auditEntryKey', 'auditSubjectKey', 'auditTargetKey', 'auditEndKey'],
  },
  { owner: 'events', class: 'events', keys: ['outboxKey'] },
  {
    owner: 'bulk-indexing',
    class: 'settings',
    // a job counts rows and names nobody; its lease ends within a minute
    keys: ['indexJobKey', 'indexStepKey', 'indexLeaseKey'],
  },
  {
    owner: 'migration',
    class: 'settings',
    keys: ['migrationKey', 'migrationPlanKey', 'shadowReadKey'],
  },
  {
    owner: 'collections',
    class: 'settings',
    keys: ['generationsKey', 'generationShapesKey', 'generationShapeKey'],
  },
  { owner: 'policies', class: 'settings', keys: ['policyLineKey', 'policyVersionKey'] },
  { owner: 'retention', class: 'settings', keys: ['retentionSweepKey'] },
  { owner: 'user-vectors', class: 'requests', keys: ['userVectorsKey', 'userVectorKey'] },
  {
    owner: 'replication',
    class: 'requests',
    keys: ['replicationsKey', 'replicationKey', 'replicaStateKey'],
  },
  {
    owner: 'reconciliation',
    class: 'work_results',
    keys: ['listedReconciliationKey', 'reconciliationKey', 'findingKey'],
  },
  { owner: 'rate-limits', class: 'short_lived', keys: ['callLaneKey', 'rateKey', 'rateWindowKey'] },
  { owner: 'platform', class: 'short_lived', keys: ['#idempotency#'] },
];

/** A kind of resource that holds data, by its type and the beginning of its logical id. */
interface StoringResource {
  readonly owner: string;
  readonly type: string;
  /** Beginning of its logical ids; empty for all of the type. */
  readonly id: string;
  /** Every class of data that is in it. */
  readonly classes: readonly DataClass[];
}

/** Resources of the templates that hold data; one that is not listed here fails a test. */
export const STORING_RESOURCES: readonly StoringResource[] = [
  {
    owner: 'sessions',
    type: 'AWS::DynamoDB::GlobalTable',
    id: 'TablesSessions',
    classes: ['session_records'],
  },
  {
    owner: 'enrollment',
    type: 'AWS::DynamoDB::GlobalTable',
    id: 'TablesFaceMapping',
    classes: ['templates'],
  },
  { owner: 'audit', type: 'AWS::DynamoDB::GlobalTable', id: 'TablesAudit', classes: ['audit_entries'] },
  { owner: 'ledger', type: 'AWS::DynamoDB::GlobalTable', id: 'TablesLedger', classes: ['ledger'] },
  { owner: 'ledger', type: 'AWS::S3::Bucket', id: 'LedgerSealsBucket', classes: ['ledger'] },
  {
    owner: 'platform',
    type: 'AWS::DynamoDB::GlobalTable',
    id: 'TablesControl',
    classes: [
      'templates',
      'lockouts',
      'allowed_pairs',
      'review_cases',
      'liveness_labels',
      'watchlist_entries',
      'events',
      'erasures',
      'consents',
      'requests',
      'work_results',
      'settings',
      'short_lived',
    ],
  },
  {
    owner: 'images',
    type: 'AWS::S3::Bucket',
    id: 'EvidenceBucket',
    classes: ['session_images', 'index_job_files', 'work_results'],
  },
  {
    owner: 'enrollment',
    type: 'AWS::S3::Bucket',
    id: 'EnrolledBucket',
    classes: ['templates', 'watchlist_entries'],
  },
  { owner: 'platform', type: 'AWS::S3::Bucket', id: 'EvidenceAccessLogs', classes: ['logs'] },
  { owner: 'audit', type: 'AWS::S3::Bucket', id: 'LogBucket', classes: ['trails'] },
  { owner: 'audit', type: 'AWS::S3::Bucket', id: 'LogAccessLogs', classes: ['logs'] },
  {
    owner: 'collections',
    type: 'AWS::Rekognition::Collection',
    id: '',
    classes: ['templates', 'watchlist_entries'],
  },
  { owner: 'access', type: 'AWS::Cognito::UserPool', id: '', classes: ['accounts'] },
  { owner: 'platform', type: 'AWS::SQS::Queue', id: '', classes: ['requests'] },
  { owner: 'platform', type: 'AWS::Logs::LogGroup', id: '', classes: ['logs'] },
];

/** Prefixes in the buckets of images, below that of the tenant, with the class of what lies there. */
export const STORED_PREFIXES: Readonly<Record<string, DataClass>> = {
  liveness: 'session_images',
  document: 'session_images',
  prepared: 'session_images',
  judged: 'session_images',
  watchlist: 'watchlist_entries',
};
