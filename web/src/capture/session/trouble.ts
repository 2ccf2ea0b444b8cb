import { ApiProblem, type ProblemCode } from '@face-idv/client';

/** Codes of problems that this page explains, with what to do; another one is shown as an unexpected one. */
export const EXPLAINED = [
  'alternative_path_not_offered',
  'capture_link_invalid',
  'consent_missing',
  'consent_text_unknown',
  'consent_withdrawn',
  'face_limit_reached',
  'forbidden',
  'generation_changed',
  'idempotency_in_flight',
  'internal_error',
  'invalid_state',
  'liveness_already_passed',
  'liveness_blocked',
  'liveness_locked_out',
  'liveness_not_taken',
  'liveness_session_already_used',
  'liveness_session_expired',
  'not_found',
  'requirements_missing',
  'session_closed',
  'session_expired',
  'test_session',
  'too_many_open_sessions',
  'too_many_requests',
  'unauthorized',
  'upgrade_required',
  'upstream_throttled',
  'upstream_timeout',
  'user_already_enrolled',
  'user_not_enrolled',
] as const satisfies readonly ProblemCode[];
export type ExplainedCode = (typeof EXPLAINED)[number];

/** What the page says of a call that failed. */
export interface Trouble {
  readonly kind: ExplainedCode | 'network' | 'unexpected';
  /** Minutes after which the same may succeed, at least one. */
  readonly minutes?: number;
  /** Id of the request, for support. */
  readonly requestId?: string;
  /** Whether the same call may succeed if it is repeated now or soon. */
  readonly repeatable: boolean;
}

/** Problems that pass, or that a person may try to pass. */
const REPEATABLE: readonly string[] = [
  'generation_changed',
  'idempotency_in_flight',
  'internal_error',
  'liveness_not_taken',
  'too_many_open_sessions',
  'too_many_requests',
  'upstream_throttled',
  'upstream_timeout',
];

/** Problems of a page that did not know what another device had done meanwhile: the session says more. */
const OVERTAKEN: readonly string[] = [
  'invalid_state',
  'liveness_already_passed',
  'requirements_missing',
  'session_expired',
];

export const isOvertaken = (error: unknown): boolean =>
  error instanceof ApiProblem && OVERTAKEN.includes(error.code);

/** Problems after which a registration may still go on without a face. */
const LOCKED: readonly string[] = ['liveness_locked_out', 'liveness_blocked'];

export const isLocked = ({ kind }: Trouble): boolean => LOCKED.includes(kind);

/** Problems of a link or a token that opens nothing any more, in place of which a person may sign in. */
const WITHOUT_ACCESS: readonly string[] = ['capture_link_invalid', 'unauthorized'];

export const isWithoutAccess = ({ kind }: Trouble): boolean => WITHOUT_ACCESS.includes(kind);

/** Explains an error of a call. */
export function troubleOf(error: unknown): Trouble {
  // a fetch without a network, or to a server that is gone
  if (error instanceof TypeError) return { kind: 'network', repeatable: true };
  if (!(error instanceof ApiProblem)) return { kind: 'unexpected', repeatable: true };
  const { code, retryAfterSeconds, requestId } = error;
  const kind = EXPLAINED.find((known) => known === code) ?? 'unexpected';
  return {
    kind,
    repeatable: kind === 'unexpected' || REPEATABLE.includes(kind),
    ...(retryAfterSeconds === undefined ? {} : { minutes: Math.max(1, Math.ceil(retryAfterSeconds / 60)) }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
