import type * as z from 'zod/mini';
import { ABUSE_FUNCTIONS } from '../abuse/functions.ts';
import { ACCESS_FUNCTIONS } from '../access/functions.ts';
import { AUDIT_FUNCTIONS } from '../audit/functions.ts';
import { BULK_INDEXING_FUNCTIONS } from '../bulk-indexing/functions.ts';
import { CLIENT_SESSIONS_FUNCTIONS } from '../client-sessions/functions.ts';
import { COLLECTIONS_FUNCTIONS } from '../collections/functions.ts';
import { CONSENTS_FUNCTIONS } from '../consents/functions.ts';
import { DATA_ACCESS_FUNCTIONS } from '../data-access/functions.ts';
import { ENROLLMENT_FUNCTIONS } from '../enrollment/functions.ts';
import { ERASURE_FUNCTIONS } from '../erasure/functions.ts';
import { EVENTS_FUNCTIONS } from '../events/functions.ts';
import { FACE_LOGIN_FUNCTIONS } from '../face-login/functions.ts';
import { LATE_CHECK_FUNCTIONS } from '../late-check/functions.ts';
import { LEDGER_FUNCTIONS } from '../ledger/functions.ts';
import { LIVENESS_FUNCTIONS } from '../liveness/functions.ts';
import { MIGRATION_FUNCTIONS } from '../migration/functions.ts';
import { POLICIES_FUNCTIONS } from '../policies/functions.ts';
import { POLICY_SIMULATIONS_FUNCTIONS } from '../policy-simulations/functions.ts';
import { RECONCILIATION_FUNCTIONS } from '../reconciliation/functions.ts';
import { REGISTRATION_FUNCTIONS } from '../registration/functions.ts';
import { REPLICATION_FUNCTIONS } from '../replication/functions.ts';
import { REPUDIATIONS_FUNCTIONS } from '../repudiations/functions.ts';
import { RETENTION_FUNCTIONS } from '../retention/functions.ts';
import { REVIEW_CASES_FUNCTIONS } from '../review-cases/functions.ts';
import { SESSIONS_FUNCTIONS } from '../sessions/functions.ts';
import { SIGNING_FUNCTIONS } from '../signing/functions.ts';
import { TEST_MODE_FUNCTIONS } from '../test-mode/functions.ts';
import { USER_VECTORS_FUNCTIONS } from '../user-vectors/functions.ts';
import { USERS_FUNCTIONS } from '../users/functions.ts';
import { WATCHLIST_FUNCTIONS } from '../watchlist/functions.ts';
import { WEBHOOKS_FUNCTIONS } from '../webhooks/functions.ts';

/** The functions of every capability, by folder. */
const CAPABILITIES = {
  sessions: SESSIONS_FUNCTIONS,
  liveness: LIVENESS_FUNCTIONS,
  registration: REGISTRATION_FUNCTIONS,
  consents: CONSENTS_FUNCTIONS,
  enrollment: ENROLLMENT_FUNCTIONS,
  users: USERS_FUNCTIONS,
  abuse: ABUSE_FUNCTIONS,
  'bulk-indexing': BULK_INDEXING_FUNCTIONS,
  migration: MIGRATION_FUNCTIONS,
  'user-vectors': USER_VECTORS_FUNCTIONS,
  replication: REPLICATION_FUNCTIONS,
  reconciliation: RECONCILIATION_FUNCTIONS,
  retention: RETENTION_FUNCTIONS,
  'data-access': DATA_ACCESS_FUNCTIONS,
  repudiations: REPUDIATIONS_FUNCTIONS,
  collections: COLLECTIONS_FUNCTIONS,
  access: ACCESS_FUNCTIONS,
  'review-cases': REVIEW_CASES_FUNCTIONS,
  'late-check': LATE_CHECK_FUNCTIONS,
  audit: AUDIT_FUNCTIONS,
  signing: SIGNING_FUNCTIONS,
  'client-sessions': CLIENT_SESSIONS_FUNCTIONS,
  events: EVENTS_FUNCTIONS,
  ledger: LEDGER_FUNCTIONS,
  'face-login': FACE_LOGIN_FUNCTIONS,
  watchlist: WATCHLIST_FUNCTIONS,
  policies: POLICIES_FUNCTIONS,
  'test-mode': TEST_MODE_FUNCTIONS,
  'policy-simulations': POLICY_SIMULATIONS_FUNCTIONS,
  webhooks: WEBHOOKS_FUNCTIONS,
  erasure: ERASURE_FUNCTIONS,
} as const;

/** Every function of the product. */
export const FUNCTIONS = {
  ...SESSIONS_FUNCTIONS,
  ...LIVENESS_FUNCTIONS,
  ...REGISTRATION_FUNCTIONS,
  ...CONSENTS_FUNCTIONS,
  ...ENROLLMENT_FUNCTIONS,
  ...USERS_FUNCTIONS,
  ...SIGNING_FUNCTIONS,
  ...CLIENT_SESSIONS_FUNCTIONS,
  ...DATA_ACCESS_FUNCTIONS,
  ...REPUDIATIONS_FUNCTIONS,
  ...ABUSE_FUNCTIONS,
  ...TEST_MODE_FUNCTIONS,
  ...REVIEW_CASES_FUNCTIONS,
  ...WATCHLIST_FUNCTIONS,
  ...POLICIES_FUNCTIONS,
  ...POLICY_SIMULATIONS_FUNCTIONS,
  ...WEBHOOKS_FUNCTIONS,
  ...AUDIT_FUNCTIONS,
  ...LATE_CHECK_FUNCTIONS,
  ...BULK_INDEXING_FUNCTIONS,
  ...MIGRATION_FUNCTIONS,
  ...USER_VECTORS_FUNCTIONS,
  ...REPLICATION_FUNCTIONS,
  ...RECONCILIATION_FUNCTIONS,
  ...RETENTION_FUNCTIONS,
  ...COLLECTIONS_FUNCTIONS,
  ...ACCESS_FUNCTIONS,
  ...EVENTS_FUNCTIONS,
  ...LEDGER_FUNCTIONS,
  ...FACE_LOGIN_FUNCTIONS,
  ...ERASURE_FUNCTIONS,
} as const;

export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];

/** Environment that a construct must give to a function: every name and no other. */
export type FunctionEnvironment<Name extends FunctionName> = Readonly<
  Record<keyof z.infer<(typeof FUNCTIONS)[Name]['environment']> & string, string>
>;

/** Path of a function's handler below `lambda/`. */
export function handlerPath(name: FunctionName): string {
  const found = Object.entries(CAPABILITIES).find(([, functions]) => name in functions);
  if (!found) throw new Error(`no capability has a function ${name}`);
  return `${found[0]}/handlers/${name}.ts`;
}
