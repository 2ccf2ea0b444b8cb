import * as z from 'zod';

/**
 * One schema a function: the handler parses its environment with it at cold start, and the construct that makes the
 * function must give exactly these names. This file must not import the CDK or an SDK: both sides read it.
 */
const serviceEnv = {
  /** `dev`, `prod` ...: a dimension of nothing, a field of every log line. */
  STAGE: z.string().min(1),
};
/** Role that a function assumes for one tenant at a time: whoever touches tenants' data has one. */
const tenantRole = { TENANT_ROLE_ARN: z.string().min(1) };
const sessions = { ...tenantRole, SESSIONS_TABLE: z.string().min(1) };
const mapping = { ...tenantRole, FACE_MAPPING_TABLE: z.string().min(1) };
const control = { ...tenantRole, CONTROL_TABLE: z.string().min(1) };
const evidence = { ...tenantRole, EVIDENCE_BUCKET: z.string().min(1) };
const enrolled = { ...tenantRole, ENROLLED_BUCKET: z.string().min(1) };
/** JSON of the policy that decides: thresholds by face model version, quality rules' limits, attempts (contract/policy). */
const policy = { VERIFICATION_POLICY: z.string().min(2) };
/** JSON of the generation every tenant starts with, and of the tenants that differ (contract/generations). */
const generations = { GENERATIONS: z.string().min(2) };
const collections = { COLLECTION_PREFIX: z.string().min(1), ...generations };
/** Queue of the user vectors that are to be built. */
const userVectors = { USER_VECTOR_QUEUE_URL: z.string().min(1) };
/** JSON of the second region (contract/replication); absent where the deployment has none. */
const second = { SECOND_REGION: z.string().min(2).optional() };
/** Queue of the images that the second region is to follow; absent where there is none. */
const replicating = { ...second, REPLICATION_QUEUE_URL: z.string().min(1).optional() };
const replicated = { SECOND_REGION: z.string().min(2), REPLICATION_QUEUE_URL: z.string().min(1) };
/** JSON of calls a second by operation (contract/rate-limits): what bulk work stays just under. */
const rates = { RATE_LIMITS: z.string().min(2) };
/** JSON of what a reconciliation does about what it finds (domain/reconciliation). */
const reconciling = { RECONCILIATION_POLICY: z.string().min(2) };
/** JSON of how much of the searches a migration compares, and what agreement it asks for (contract/migrations). */
const shadowReading = { SHADOW_READ_POLICY: z.string().min(2) };
/** Queue of the searches that are to be asked of another generation too. */
const shadowReads = { ...shadowReading, SHADOW_READ_QUEUE_URL: z.string().min(1) };
/** JSON of the buckets that tenants import images from (contract/import-buckets). */
const imports = { IMPORT_BUCKETS: z.string().min(2) };
/** JSON of the tenants' names, for what is done for all of them on a schedule. */
const tenants = { TENANTS: z.string().min(2) };
const registrations = { REGISTRATION_STATE_MACHINE_ARN: z.string().min(1) };
const reconciliations = { RECONCILIATION_STATE_MACHINE_ARN: z.string().min(1) };
/** Origins of the pages that may read the API's answers, separated by commas: API Gateway leaves that header to us. */
const route = { ...serviceEnv, ALLOWED_ORIGINS: z.string() };
const api = { ...route, ...sessions, ...control };

const migrations = { ...route, ...control, ...mapping, ...policy, ...generations };

export const ENV_SCHEMAS = {
  'create-verification-session': z.object({ ...api, ...policy, ...generations }),
  'get-verification-session': z.object({ ...route, ...sessions, ...policy }),
  'list-verification-sessions': z.object({ ...route, ...sessions }),
  'get-verification-report': z.object({ ...route, ...sessions }),
  'cancel-verification-session': z.object({ ...api, ...policy }),
  'review-verification-session': z.object({ ...api, ...registrations }),
  'create-liveness-session': z.object({
    ...api,
    ...evidence,
    ...policy,
    EVIDENCE_KEY_ARN: z.string().min(1),
    LIVENESS_CLIENT_ROLE_ARN: z.string().min(1),
  }),
  'complete-liveness-session': z.object({ ...api, ...evidence, ...policy }),
  'create-document-upload': z.object({ ...api, ...evidence, ...policy, EVIDENCE_KEY_ARN: z.string().min(1) }),
  'submit-verification-session': z.object({
    ...api,
    ...evidence,
    ...policy,
    ...mapping,
    ...enrolled,
    ...generations,
    ...shadowReads,
    ...replicating,
    ...registrations,
  }),
  'list-user-faces': z.object({ ...route, ...mapping }),
  'delete-user-face': z.object({
    ...route,
    ...mapping,
    ...control,
    ...enrolled,
    ...generations,
    ...rates,
    ...userVectors,
    ...replicating,
  }),
  'get-user-lockout': z.object({ ...route, ...control }),
  'lift-user-lockout': z.object({ ...route, ...control }),
  'get-device-lockout': z.object({ ...route, ...control }),
  'lift-device-lockout': z.object({ ...route, ...control }),
  'create-migration': z.object({
    ...migrations,
    ...collections,
    MIGRATION_STATE_MACHINE_ARN: z.string().min(1),
  }),
  'list-migrations': z.object({ ...migrations }),
  'get-migration': z.object({ ...migrations, ...shadowReading }),
  'change-migration': z.object({
    ...migrations,
    ...generations,
    ...shadowReading,
    MIGRATION_STATE_MACHINE_ARN: z.string().min(1),
  }),
  'migrate-faces': z.object({
    ...serviceEnv,
    ...mapping,
    ...control,
    ...enrolled,
    ...collections,
    ...rates,
    ...policy,
    ...userVectors,
    ...second,
  }),
  'shadow-read': z.object({
    ...serviceEnv,
    ...sessions,
    ...mapping,
    ...control,
    ...evidence,
    ...policy,
    ...collections,
    ...rates,
  }),
  'add-token-claims': z.object({ ...serviceEnv }),
  'check-image-quality': z.object({ ...serviceEnv, ...sessions, ...evidence, ...policy, ...second }),
  'compare-faces': z.object({ ...serviceEnv, ...sessions, ...evidence, ...policy, ...second }),
  'search-duplicate-faces': z.object({
    ...serviceEnv,
    ...sessions,
    ...mapping,
    ...control,
    ...evidence,
    ...policy,
    ...collections,
    ...shadowReads,
    ...replicating,
  }),
  'claim-enrolment': z.object({ ...serviceEnv, ...sessions, ...mapping, ...control, ...collections }),
  'index-face': z.object({ ...serviceEnv, ...sessions, ...control, ...evidence, ...policy, ...collections }),
  'decide-registration': z.object({
    ...serviceEnv,
    ...sessions,
    ...mapping,
    ...control,
    ...evidence,
    ...enrolled,
    ...policy,
    ...generations,
    ...userVectors,
    ...replicating,
  }),
  'undo-enrolment': z.object({ ...serviceEnv, ...control, ...evidence, ...enrolled }),
  'create-index-job': z.object({
    ...route,
    ...control,
    ...evidence,
    ...policy,
    ...imports,
    EVIDENCE_KEY_ARN: z.string().min(1),
  }),
  'list-index-jobs': z.object({ ...route, ...control, ...policy }),
  'get-index-job': z.object({ ...route, ...control, ...evidence, ...policy }),
  'change-index-job': z.object({
    ...route,
    ...control,
    ...evidence,
    ...policy,
    INDEX_STATE_MACHINE_ARN: z.string().min(1),
  }),
  'index-batch': z.object({
    ...serviceEnv,
    ...mapping,
    ...control,
    ...evidence,
    ...enrolled,
    ...policy,
    ...collections,
    ...rates,
    ...imports,
    FAILED_ITEMS_QUEUE_URL: z.string().min(1),
    ...second,
  }),
  'end-index-job': z.object({ ...serviceEnv, ...control, ...evidence }),
  'associate-user-faces': z.object({
    ...serviceEnv,
    ...mapping,
    ...control,
    ...policy,
    ...rates,
    ...userVectors,
    ...second,
  }),
  'resend-user-vectors': z.object({ ...serviceEnv, ...control, ...userVectors }),
  'replicate-image': z.object({
    ...serviceEnv,
    ...mapping,
    ...control,
    ...enrolled,
    ...replicated,
  }),
  'resend-replications': z.object({ ...serviceEnv, ...mapping, ...control, ...replicated }),
  'create-reconciliation': z.object({ ...route, ...control, ...collections, ...reconciliations, ...second }),
  'get-reconciliation': z.object({ ...route, ...control }),
  'reconcile-collection': z.object({
    ...serviceEnv,
    ...mapping,
    ...control,
    ...enrolled,
    ...generations,
    ...rates,
    ...reconciling,
    ...replicating,
  }),
  'end-reconciliation': z.object({ ...serviceEnv, ...control, ...replicating }),
  'start-reconciliations': z.object({
    ...serviceEnv,
    ...second,
    ...control,
    ...collections,
    ...tenants,
    ...reconciliations,
  }),
  'watch-face-model': z.object({
    ...serviceEnv,
    ...control,
    ...policy,
    ...collections,
    ...rates,
    ...tenants,
  }),
  'sweep-sessions': z.object({
    ...serviceEnv,
    ...sessions,
    ...control,
    ...evidence,
    ...enrolled,
    ...policy,
    ...tenants,
    ...registrations,
  }),
  'undo-interrupted-registration': z.object({
    ...serviceEnv,
    ...sessions,
    ...control,
    ...evidence,
    ...enrolled,
  }),
} as const;

export type FunctionName = keyof typeof ENV_SCHEMAS;
/** What a construct must put into the environment of a function: every name, no other. */
export type FunctionEnvironment<Name extends FunctionName> = Readonly<
  Record<keyof z.infer<(typeof ENV_SCHEMAS)[Name]> & string, string>
>;
