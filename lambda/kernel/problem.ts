import * as z from 'zod/mini';

/**
 * Where problems are explained, unless a deployment names a page of its own (`problemBaseUrl` in the config):
 * docs/errors.md in the repository that package.json names.
 */
export const DEFAULT_PROBLEM_BASE_URL = 'https://github.com/face-idv/face-idv/blob/main/docs/errors.md';

/** `type` of a problem. @param baseUrl page with a heading per code */
export const problemType = (baseUrl: string, code: ProblemCode): string => `${baseUrl}#${code}`;

/**
 * Every problem that the API returns (RFC 9457): `application/problem+json` with a stable
 * `code`. docs/errors.md has a heading for each; API Gateway's own responses use the same codes.
 */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'Invalid request' },
  consent_text_unknown: { status: 400, title: 'Consent text unknown' },
  idempotency_key_missing: { status: 400, title: 'Idempotency-Key missing' },
  unauthorized: { status: 401, title: 'Unauthorized' },
  session_closed: { status: 401, title: 'Session closed' },
  forbidden: { status: 403, title: 'Forbidden' },
  consent_missing: { status: 403, title: 'Consent missing' },
  test_mode_off: { status: 403, title: 'No test mode here' },
  liveness_blocked: { status: 403, title: 'Blocked after too many failed checks' },
  not_found: { status: 404, title: 'Not found' },
  route_not_found: { status: 404, title: 'Route not found' },
  user_already_enrolled: { status: 409, title: 'User already enrolled' },
  user_not_enrolled: { status: 409, title: 'User not enrolled' },
  face_limit_reached: { status: 409, title: 'Face limit reached' },
  invalid_state: { status: 409, title: 'Not allowed in this state' },
  test_session: { status: 409, title: 'Test session' },
  upgrade_required: { status: 409, title: 'App must be updated' },
  alternative_path_not_offered: { status: 409, title: 'Alternative path not offered' },
  consent_withdrawn: { status: 409, title: 'Consent withdrawn' },
  consent_text_published: { status: 409, title: 'Consent text already published' },
  policy_changed: { status: 409, title: 'Policy changed meanwhile' },
  review_case_changed: { status: 409, title: 'Review case changed meanwhile' },
  second_reviewer_required: { status: 409, title: 'Another reviewer required' },
  requirements_missing: { status: 409, title: 'Requirements missing' },
  idempotency_in_flight: { status: 409, title: 'Request already in progress' },
  liveness_already_passed: { status: 409, title: 'Liveness already passed' },
  liveness_not_taken: { status: 409, title: 'Liveness check not taken yet' },
  liveness_session_already_used: { status: 409, title: 'Liveness session already used' },
  step_up_proof_consumed: { status: 409, title: 'Step-up proof already consumed' },
  liveness_session_expired: { status: 410, title: 'Liveness session expired' },
  session_expired: { status: 410, title: 'Verification session expired' },
  capture_link_invalid: { status: 410, title: 'Capture link not valid' },
  repudiation_link_invalid: { status: 410, title: 'Repudiation link not valid' },
  step_up_proof_expired: { status: 410, title: 'Step-up proof expired' },
  request_too_large: { status: 413, title: 'Request too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  idempotency_key_reused: { status: 422, title: 'Idempotency-Key reused for another request' },
  liveness_locked_out: { status: 429, title: 'Locked out after failed checks' },
  too_many_open_sessions: { status: 429, title: 'Too many open sessions' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Internal error' },
  generation_changed: { status: 503, title: 'Generation changed in place' },
  audit_unavailable: { status: 503, title: 'Audit entry not written' },
  upstream_throttled: { status: 503, title: 'Too busy' },
  upstream_timeout: { status: 504, title: 'Upstream timeout' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
export const problemCode = z.enum(PROBLEM_CODES).register(z.globalRegistry, {
  id: 'ProblemCode',
  description: 'Stable code of a problem; docs/errors.md explains each one.',
});

export const problemBody = z
  .object({
    type: z.string().check(z.describe('Address of the explanation: the page of errors, `#` and the code.')),
    title: z.string(),
    status: z.int(),
    detail: z
      .optional(z.string())
      .check(z.describe('What is wrong with this request; omitted for server errors.')),
    code: problemCode,
    request_id: z.string().check(z.describe('Id of the request, for support.')),
    errors: z
      .optional(
        z.array(
          z.object({
            path: z
              .string()
              .check(z.describe('Name of the parameter, header or member; empty for the body as a whole.')),
            message: z.string(),
          }),
        ),
      )
      .check(z.describe('Every invalid field; with `invalid_request` only.')),
    missing: z.optional(z.array(z.enum(['liveness', 'document']))),
    retry_after_seconds: z.optional(z.int()),
  })
  .register(z.globalRegistry, { id: 'Problem' });
export type ProblemBody = z.infer<typeof problemBody>;

/** Members of a problem beyond its code and detail. */
export type ProblemExtensions = Pick<ProblemBody, 'errors' | 'missing' | 'retry_after_seconds'>;

/** Thrown if a request cannot be served; the HTTP layer returns it. `message` is shown to the caller. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly extensions: ProblemExtensions;

  constructor(code: ProblemCode, detail: string, extensions: ProblemExtensions = {}, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.extensions = extensions;
  }
}

/** A request that is invalid in one place. @param path as in `errors` */
export const invalidRequest = (path: string, message: string, options?: ErrorOptions): Problem =>
  new Problem('invalid_request', message, { errors: [{ path, message }] }, options);
