import * as z from 'zod';

/**
 * Variables that functions' environments are made of: a handler parses its environment at cold start, and the construct
 * that makes the function must give exactly these names. This file must not import the CDK or an SDK: both sides read it.
 */

export const serviceEnv = {
  /** `dev`, `prod` ...: a dimension of nothing, a field of every log line. */
  STAGE: z.string().min(1),
};
/** Role that a function assumes for one tenant at a time: whoever touches tenants' data has one. */
export const tenantRole = { TENANT_ROLE_ARN: z.string().min(1) };
export const sessions = { ...tenantRole, SESSIONS_TABLE: z.string().min(1) };
export const mapping = { ...tenantRole, FACE_MAPPING_TABLE: z.string().min(1) };
export const control = { ...tenantRole, CONTROL_TABLE: z.string().min(1) };
export const evidence = { ...tenantRole, EVIDENCE_BUCKET: z.string().min(1) };
export const enrolled = { ...tenantRole, ENROLLED_BUCKET: z.string().min(1) };
/** JSON of the policy that decides: thresholds by face model version, quality rules' limits, attempts (contract/policy). */
export const policy = { VERIFICATION_POLICY: z.string().min(2) };
/** JSON of the generation every tenant starts with, and of the tenants that differ (contract/generations). */
export const generations = { GENERATIONS: z.string().min(2) };
export const collections = { COLLECTION_PREFIX: z.string().min(1), ...generations };
/** Queue of the user vectors that are to be built. */
export const userVectors = { USER_VECTOR_QUEUE_URL: z.string().min(1) };
/** JSON of the second region (contract/replication); absent where the deployment has none. */
export const second = { SECOND_REGION: z.string().min(2).optional() };
/** Queue of the images that the second region is to follow; absent where there is none. */
export const replicating = { ...second, REPLICATION_QUEUE_URL: z.string().min(1).optional() };
export const replicated = { SECOND_REGION: z.string().min(2), REPLICATION_QUEUE_URL: z.string().min(1) };
/** JSON of calls a second by operation (contract/rate-limits): what bulk work stays just under. */
export const rates = { RATE_LIMITS: z.string().min(2) };
/** JSON of what a reconciliation does about what it finds (domain/reconciliation). */
export const reconciling = { RECONCILIATION_POLICY: z.string().min(2) };
/** JSON of how much of the searches a migration compares, and what agreement it asks for (contract/migrations). */
export const shadowReading = { SHADOW_READ_POLICY: z.string().min(2) };
/** Queue of the searches that are to be asked of another generation too. */
export const shadowReads = { ...shadowReading, SHADOW_READ_QUEUE_URL: z.string().min(1) };
/** JSON of the buckets that tenants import images from (contract/import-buckets). */
export const imports = { IMPORT_BUCKETS: z.string().min(2) };
/** JSON of the tenants' names, for what is done for all of them on a schedule. */
export const tenants = { TENANTS: z.string().min(2) };
export const registrations = { REGISTRATION_STATE_MACHINE_ARN: z.string().min(1) };
export const reconciliations = { RECONCILIATION_STATE_MACHINE_ARN: z.string().min(1) };
/** Origins of the pages that may read the API's answers, separated by commas: API Gateway leaves that header to us. */
export const route = { ...serviceEnv, ALLOWED_ORIGINS: z.string() };
export const api = { ...route, ...sessions, ...control };
