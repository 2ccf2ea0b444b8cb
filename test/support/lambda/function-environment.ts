import { fileURLToPath } from 'node:url';
import { quotasIn } from '../../../lambda/rate-limits/contract.ts';
import { aShadowReadPolicy } from './in-memory-shadow-reads.ts';

/** More than any test makes. */
const MANY_CALLS = { perSecond: 10_000, burst: 20_000 };

/** Every variable that a function of the product may read, for tests that load its handler. */
export const FUNCTION_ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_REGION: 'eu-west-1',
  STAGE: 'test',
  ALLOWED_ORIGINS: 'https://app.example.com',
  PROBLEM_BASE_URL: 'https://docs.example.com/errors',
  SESSIONS_TABLE: 'sessions',
  FACE_MAPPING_TABLE: 'mapping',
  CONTROL_TABLE: 'control',
  AUDIT_TABLE: 'audit',
  AUDIT_RETENTION_DAYS: '400',
  EVIDENCE_BUCKET: 'evidence',
  ENROLLED_BUCKET: 'enrolled',
  EVIDENCE_KEY_ARN: 'arn:aws:kms:key',
  LIVENESS_CLIENT_ROLE_ARN: 'arn:aws:iam::role',
  TENANT_ROLE_ARN: 'arn:aws:iam::123456789012:role/tenant',
  REGISTRATION_STATE_MACHINE_ARN: 'arn:aws:states:machine',
  INDEX_STATE_MACHINE_ARN: 'arn:aws:states:index-machine',
  MIGRATION_STATE_MACHINE_ARN: 'arn:aws:states:migration',
  RECONCILIATION_STATE_MACHINE_ARN: 'arn:aws:states:reconciliation',
  FAILED_ITEMS_QUEUE_URL: 'https://sqs/failed-items',
  USER_VECTOR_QUEUE_URL: 'https://sqs/user-vectors',
  SHADOW_READ_QUEUE_URL: 'https://sqs/shadow-reads',
  ERASURE_QUEUE_URL: 'https://sqs/erasures',
  TOMBSTONE_DAYS: '36',
  ERASURE_SETTLE_SECONDS: '900',
  FACE_DELETION_QUEUE_URL: 'https://sqs/face-deletions',
  LATE_CHECK_QUEUE_URL: 'https://sqs/late-checks',
  WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
  WEBHOOK_EVENT_QUEUE_URL: 'https://sqs/webhook-events',
  WEBHOOK_DELIVERY_QUEUE_URL: 'https://sqs/webhook-deliveries',
  WEBHOOK_RETRY_QUEUE_URL: 'https://sqs/webhook-retries',
  LATE_CHECK: 'off',
  SIGNING_KEY: 'arn:aws:kms:eu-west-1:123456789012:key/a',
  VERIFICATION_KEYS: 'arn:aws:kms:eu-west-1:123456789012:key/a,arn:aws:kms:eu-west-1:123456789012:key/b',
  LEDGER_TABLE: 'ledger',
  LEDGER_SEALS_BUCKET: 'ledger-seals',
  SUBJECT_KEY: 'arn:aws:kms:eu-west-1:123456789012:key/subjects',
  CAPTURE_PAGE_URL: 'https://app.example.com/capture',
  TEST_MODE: 'on',
  LONG_POLL: JSON.stringify({ maxSeconds: 5, slots: 2 }),
  REVIEW_CASES: JSON.stringify({ retentionDays: 400, imageUrlSeconds: 60 }),
  RETENTION: JSON.stringify({
    templateDays: 1065,
    templateLimitDays: 1095,
    imageDays: 90,
    shownImageDays: 60,
  }),
  STATELESS_REGIONS: '["eu-central-1"]',
  SHADOW_READ_POLICY: JSON.stringify(aShadowReadPolicy()),
  END_USER_CLIENT_ID: 'app',
  CALL_LIMITS: JSON.stringify({
    tenant: MANY_CALLS,
    person: MANY_CALLS,
    backend: MANY_CALLS,
    operator: MANY_CALLS,
  }),
  RATE_LIMITS: JSON.stringify(quotasIn('eu-west-1')),
  RECONCILIATION_POLICY: JSON.stringify({ orphan_faces: 'delete', missing_faces: 'report' }),
  TENANTS: JSON.stringify(['acme']),
  COLLECTION_PREFIX: 'face-idv',
  POLICY_FILE: fileURLToPath(new URL('policy.json', import.meta.url)),
  CONSENT_TEXTS_FILE: fileURLToPath(new URL('consent-texts.json', import.meta.url)),
  FACE_LOGINS_FILE: fileURLToPath(new URL('face-logins.json', import.meta.url)),
  GENERATIONS_FILE: fileURLToPath(new URL('generations.json', import.meta.url)),
};

/** Variables that replication adds, in a deployment with a second region. */
export const SECOND_REGION_ENVIRONMENT: Readonly<Record<string, string>> = {
  SECOND_REGION: JSON.stringify({ region: 'eu-central-1', quotas: quotasIn('eu-central-1') }),
  REPLICATION_QUEUE_URL: 'https://sqs/replications',
};

/** The same with the tables of a local DynamoDB. */
export const environmentOn = (tables: {
  readonly endpoint: string;
  readonly sessions: string;
  readonly faceMapping: string;
  readonly control: string;
  readonly audit: string;
}): Readonly<Record<string, string>> => ({
  ...FUNCTION_ENVIRONMENT,
  AWS_ACCESS_KEY_ID: 'LOCAL',
  AWS_SECRET_ACCESS_KEY: 'LOCALSECRET',
  AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
  ALLOWED_ORIGINS: '',
  SESSIONS_TABLE: tables.sessions,
  FACE_MAPPING_TABLE: tables.faceMapping,
  CONTROL_TABLE: tables.control,
  AUDIT_TABLE: tables.audit,
});
