import * as z from 'zod/mini';

/**
 * Environment variables of the functions: a handler parses its environment at cold start, and the construct
 * of the function must provide exactly these names. Both sides read this file, so it must not import the CDK
 * or an SDK.
 */

export const serviceEnv = {
  /** `dev`, `prod` ...: logged on every line; never a metric dimension. */
  STAGE: z.string().check(z.minLength(1)),
};
/** Role that a function assumes for one tenant at a time, if it touches tenants' data. */
export const tenantRole = { TENANT_ROLE_ARN: z.string().check(z.minLength(1)) };
export const sessions = { ...tenantRole, SESSIONS_TABLE: z.string().check(z.minLength(1)) };
export const mapping = { ...tenantRole, FACE_MAPPING_TABLE: z.string().check(z.minLength(1)) };
export const control = { ...tenantRole, CONTROL_TABLE: z.string().check(z.minLength(1)) };
export const evidence = { ...tenantRole, EVIDENCE_BUCKET: z.string().check(z.minLength(1)) };
export const enrolled = { ...tenantRole, ENROLLED_BUCKET: z.string().check(z.minLength(1)) };
/** Name of the file beside the code with the policy of the deployment's config (kernel/policy). */
export const stagePolicy = { POLICY_FILE: z.string().check(z.minLength(1)) };
/** Name of the file beside the code with the consent texts of the deployment's config (consents/contract). */
export const consentTexts = { CONSENT_TEXTS_FILE: z.string().check(z.minLength(1)) };
/** For functions that decide by the policies of sessions, whose versions are in the control table. */
export const policies = { ...control, ...stagePolicy };
/**
 * Name of the file beside the code with the default generations and those of the tenants that differ
 * (collections/contract): they grow with the tenants, and an environment holds 4 KB.
 */
export const generations = { GENERATIONS_FILE: z.string().check(z.minLength(1)) };
export const collections = { COLLECTION_PREFIX: z.string().check(z.minLength(1)), ...generations };
/** Queue of requests for user vectors. */
export const userVectors = { USER_VECTOR_QUEUE_URL: z.string().check(z.minLength(1)) };
/** JSON of the names of other regions for calls that store nothing, in the order in which they are asked. */
export const stateless = { STATELESS_REGIONS: z.string().check(z.minLength(2)) };
/** JSON of the second region (replication/contract); absent if the deployment has none. */
export const second = { SECOND_REGION: z.optional(z.string().check(z.minLength(2))) };
/** Queue of images to replicate; absent if there is no second region. */
export const replicating = { ...second, REPLICATION_QUEUE_URL: z.optional(z.string().check(z.minLength(1))) };
export const replicated = {
  SECOND_REGION: z.string().check(z.minLength(2)),
  REPLICATION_QUEUE_URL: z.string().check(z.minLength(1)),
};
/**
 * JSON of the quotas in calls per second, by operation
 * (rate-limits/contract); registrations and bulk jobs stay just under them.
 */
export const rates = { RATE_LIMITS: z.string().check(z.minLength(2)) };
/** JSON of how a reconciliation repairs its findings (reconciliation/contract). */
export const reconciling = { RECONCILIATION_POLICY: z.string().check(z.minLength(2)) };
/**
 * JSON of the share of searches that a migration compares and the agreement it requires (migration/contract).
 */
export const shadowReading = { SHADOW_READ_POLICY: z.string().check(z.minLength(2)) };
/** Queue of faces to delete, of enrollments that were given up. */
export const faceDeletions = { FACE_DELETION_QUEUE_URL: z.string().check(z.minLength(1)) };
/** Queue of searches to repeat in another generation. */
export const shadowReads = { ...shadowReading, SHADOW_READ_QUEUE_URL: z.string().check(z.minLength(1)) };
/** Which approved registrations are searched again (late-check/contract). */
export const lateCheck = { LATE_CHECK: z.enum(['off', 'overlapping', 'all']) };
/** Queue of approved registrations to search again. */
export const lateChecks = { ...lateCheck, LATE_CHECK_QUEUE_URL: z.string().check(z.minLength(1)) };
/** JSON of how review cases are decided (review-cases/contract). */
export const reviewing = { REVIEW_CASES: z.string().check(z.minLength(2)) };
/** JSON of how long, and in how many calls at once, decisions are waited for (sessions/contract). */
export const longPoll = { LONG_POLL: z.string().check(z.minLength(2)) };
/** Whether the stage takes test sessions. */
export const testMode = { TEST_MODE: z.enum(['on', 'off']) };
/** JSON of how long data are kept (retention/contract). */
export const retention = { RETENTION: z.string().check(z.minLength(2)) };
export const registrations = { REGISTRATION_STATE_MACHINE_ARN: z.string().check(z.minLength(1)) };
export const reconciliations = { RECONCILIATION_STATE_MACHINE_ARN: z.string().check(z.minLength(1)) };
export const audit = {
  ...tenantRole,
  AUDIT_TABLE: z.string().check(z.minLength(1)),
  /** Days until an audit entry expires. */
  AUDIT_RETENTION_DAYS: z.coerce.number().check(z.int(), z.minimum(1)),
};
/** Of a function that anybody may call. */
export const open = {
  ...serviceEnv,
  /** Page that explains problems. */
  PROBLEM_BASE_URL: z.string().check(z.minLength(1)),
};
/** ARN of the key that signs tokens. */
export const signing = { SIGNING_KEY: z.string().check(z.minLength(1)) };
/** ARNs, separated by commas, of the keys whose tokens are accepted. */
export const verifying = { VERIFICATION_KEYS: z.string().check(z.minLength(1)) };
export const ledger = {
  ...tenantRole,
  LEDGER_TABLE: z.string().check(z.minLength(1)),
  LEDGER_SEALS_BUCKET: z.string().check(z.minLength(1)),
};
/** ARN of the key that hashes users. */
export const subjectHashing = { SUBJECT_KEY: z.string().check(z.minLength(1)) };
/** Queue of erasures that run, and the days for which the record of one is kept. */
export const erasing = {
  ERASURE_QUEUE_URL: z.string().check(z.minLength(1)),
  TOMBSTONE_DAYS: z.coerce.number().check(z.int(), z.minimum(1)),
};
/** JSON of the calls that tenants and callers may make (rate-limits/contract). */
export const callLimits = { CALL_LIMITS: z.string().check(z.minLength(2)) };
/** Allowed CORS origins, separated by commas: the function sets that header, not API Gateway. */
export const origins = { ALLOWED_ORIGINS: z.string() };
/** Address of the page that opens on a phone. */
export const capture = { CAPTURE_PAGE_URL: z.string().check(z.minLength(1)) };
export const route = {
  ...callLimits,
  ...origins,
  ...serviceEnv,
  ...audit,
  ...control,
  /** Client of the user pool in which end users and operators sign in. */
  END_USER_CLIENT_ID: z.string().check(z.minLength(1)),
  /** Page that explains problems. */
  PROBLEM_BASE_URL: z.string().check(z.minLength(1)),
};
export const api = { ...route, ...sessions, ...control };
