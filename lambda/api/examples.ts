import { ABUSE_EXAMPLES } from '../abuse/examples.ts';
import { AUDIT_EXAMPLES } from '../audit/examples.ts';
import { BULK_INDEXING_EXAMPLES } from '../bulk-indexing/examples.ts';
import { CLIENT_SESSIONS_EXAMPLES } from '../client-sessions/examples.ts';
import { CONSENTS_EXAMPLES } from '../consents/examples.ts';
import { DATA_ACCESS_EXAMPLES } from '../data-access/examples.ts';
import { ERASURE_EXAMPLES } from '../erasure/examples.ts';
import type { ProblemBody } from '../kernel/problem.ts';
import { LIVENESS_EXAMPLES } from '../liveness/examples.ts';
import { MIGRATION_EXAMPLES } from '../migration/examples.ts';
import type { Examples } from '../platform/route.ts';
import { POLICIES_EXAMPLES } from '../policies/examples.ts';
import { POLICY_SIMULATIONS_EXAMPLES } from '../policy-simulations/examples.ts';
import { RECONCILIATION_EXAMPLES } from '../reconciliation/examples.ts';
import { REGISTRATION_EXAMPLES } from '../registration/examples.ts';
import { REPUDIATIONS_EXAMPLES } from '../repudiations/examples.ts';
import { REVIEW_CASES_EXAMPLES } from '../review-cases/examples.ts';
import { SESSIONS_EXAMPLES } from '../sessions/examples.ts';
import { SIGNING_EXAMPLES } from '../signing/examples.ts';
import { STEP_UP_EXAMPLES } from '../step-up/examples.ts';
import { TEST_MODE_EXAMPLES } from '../test-mode/examples.ts';
import { USERS_EXAMPLES } from '../users/examples.ts';
import { WATCHLIST_EXAMPLES } from '../watchlist/examples.ts';
import { WEBHOOKS_EXAMPLES } from '../webhooks/examples.ts';

export const EXAMPLES: Examples = {
  ...SESSIONS_EXAMPLES,
  ...CONSENTS_EXAMPLES,
  ...REVIEW_CASES_EXAMPLES,
  ...WATCHLIST_EXAMPLES,
  ...REGISTRATION_EXAMPLES,
  ...LIVENESS_EXAMPLES,
  ...USERS_EXAMPLES,
  ...DATA_ACCESS_EXAMPLES,
  ...REPUDIATIONS_EXAMPLES,
  ...ERASURE_EXAMPLES,
  ...ABUSE_EXAMPLES,
  ...MIGRATION_EXAMPLES,
  ...BULK_INDEXING_EXAMPLES,
  ...RECONCILIATION_EXAMPLES,
  ...WEBHOOKS_EXAMPLES,
  ...AUDIT_EXAMPLES,
  ...POLICIES_EXAMPLES,
  ...POLICY_SIMULATIONS_EXAMPLES,
  ...STEP_UP_EXAMPLES,
  ...SIGNING_EXAMPLES,
  ...TEST_MODE_EXAMPLES,
  ...CLIENT_SESSIONS_EXAMPLES,
};

/** Details of the examples of problems. */
export const PROBLEM_EXAMPLES: Readonly<Record<string, Partial<ProblemBody>>> = {
  invalid_request: {
    detail: 'body is not valid: type: Invalid option: expected one of "registration"',
    errors: [{ path: 'type', message: 'Invalid option: expected one of "registration"' }],
  },
  alternative_path_not_offered: {
    detail: 'the policy offers movement_challenge, and not document_review',
  },
  consent_text_unknown: {
    detail:
      'no consent text has notice_version "2027-01" for purpose "authentication"; list the published ones by GET /v1/consent-texts, or have an operator publish it by POST /v1/consent-texts',
  },
  consent_withdrawn: {
    detail:
      'user customer-4711 has withdrawn consent (receipt cr_01kjq8w0g3x7c9v2m5n8b4t6rd), so no face is processed; ask for consent again and create a new session',
  },
  policy_changed: { detail: 'policy registration is being changed by others; read it again, then repeat' },
  review_case_changed: {
    detail:
      'review case rc_01kjq8w0g3x7c9v2m5n8b4t6rd has changed since revision 2, and is at revision 3; read it again, then decide',
  },
  second_reviewer_required: {
    detail:
      'review case rc_01kjq8w0g3x7c9v2m5n8b4t6rd already has a finding by this operator; another operator must give the next one',
  },
  requirements_missing: { detail: 'still missing: document', missing: ['document'] },
  idempotency_in_flight: { retry_after_seconds: 1 },
  liveness_locked_out: {
    detail: 'too many failed checks; try again in 1800 seconds',
    retry_after_seconds: 1800,
  },
  too_many_open_sessions: {
    detail: 'user customer-4711 has 5 open sessions, the most that are allowed; finish or cancel one',
    retry_after_seconds: 2400,
  },
  too_many_requests: {
    detail: 'too many calls of this caller; retry in 1 s',
    retry_after_seconds: 1,
  },
  audit_unavailable: { retry_after_seconds: 5 },
  upstream_throttled: { retry_after_seconds: 1 },
};
