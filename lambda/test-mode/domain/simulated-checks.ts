import { type Check, type CheckName, createCheck } from '../../kernel/check.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import {
  enrollingType,
  recognizesUser,
  type VerificationSession,
} from '../../sessions/domain/verification-session.ts';
import { ORIGINS } from './reason-origin.ts';

type Checks = VerificationSession['checks'];

/** A check that measured nothing and made no call. */
const checkOf = (reasons: readonly ReasonCode[], now: Date): Check =>
  createCheck({ reasons, calls: {} }, now, now, {});

/** Returns the liveness check of a session: passed, or with the reason for which it was not. */
export const simulatedLiveness = (reason: ReasonCode | undefined, now: Date): Checks => ({
  liveness: checkOf(reason === undefined ? [] : [reason], now),
});

/**
 * Returns the checks of a run that passed, or ended for a reason: those that the policy runs before it, and
 * the one that found it. A fault leaves none.
 */
export function simulatedChecks(
  session: Pick<VerificationSession, 'type' | 'document_required'>,
  reason: ReasonCode | undefined,
  policy: VerificationPolicy,
  now: Date,
): Checks {
  const names = enrollingType(session) ? checksOfRun(session, policy) : checksOfLogin(session, policy);
  if (reason === undefined) return passedChecks(names, now);
  const finder = finderOf(reason, session, policy);
  if (finder === undefined) return {};
  // a liveness check in the band, or a known capture, is settled together with the comparison, before
  // anything is claimed
  const settled = passedChecks(namesBefore(names, 'enrollment_claim'), now);
  if (finder === 'liveness') return settled;
  if (finder === 'capture_comparison') return { ...settled, [finder]: checkOf([reason], now) };
  return { ...passedChecks(namesBefore(names, finder), now), [finder]: checkOf([reason], now) };
}

const passedChecks = (names: readonly CheckName[], now: Date): Checks =>
  Object.fromEntries(names.map((name) => [name, checkOf([], now)]));

/** Returns the checks before one; all of them if it is not among them. */
const namesBefore = (names: readonly CheckName[], name: CheckName): readonly CheckName[] =>
  names.includes(name) ? names.slice(0, names.indexOf(name)) : names;

/** Checks of a registration in their order, without that of watchlists: a tenant may have none. */
const checksOfRun = (
  session: Pick<VerificationSession, 'type' | 'document_required'>,
  policy: VerificationPolicy,
): readonly CheckName[] => [
  ...(session.document_required ? (['document_quality', 'face_match'] as const) : []),
  ...(recognizesUser(session) ? [recognitionOf(session, policy)] : []),
  ...(policy.quality.selfie.detect_before_indexing ? (['selfie_quality'] as const) : []),
  'enrollment_claim',
  'face_indexing',
  ...(policy.checks.duplicates ? (['duplicate_search'] as const) : []),
];

const checksOfLogin = (
  session: Pick<VerificationSession, 'type'>,
  policy: VerificationPolicy,
): readonly CheckName[] => [
  ...(policy.checks.login_quality ? (['selfie_quality'] as const) : []),
  recognitionOf(session, policy),
];

const recognitionOf = (
  { type }: Pick<VerificationSession, 'type'>,
  { authentication, step_up }: VerificationPolicy,
): CheckName =>
  (type === 'step_up' ? step_up : authentication).method === 'search' ? 'enrolled_face_search' : 'face_match';

/** Returns the check that finds a reason; undefined for one that no check finds. */
function finderOf(
  reason: ReasonCode,
  session: Pick<VerificationSession, 'type'>,
  policy: VerificationPolicy,
): CheckName | undefined {
  const origin = ORIGINS[reason];
  switch (origin) {
    case 'liveness_band':
      return 'liveness';
    case 'selfie_file':
    case 'selfie_quality':
      return !enrollingType(session) || policy.quality.selfie.detect_before_indexing
        ? 'selfie_quality'
        : 'face_indexing';
    case 'capture_comparison':
    case 'document_quality':
    case 'face_match':
    case 'enrollment_claim':
    case 'duplicate_search':
    case 'watchlist_search':
      return origin;
    case 'first_claim':
    case 'further_claim':
      return 'enrollment_claim';
    case 'recognition':
      return recognitionOf(session, policy);
    default:
      return undefined;
  }
}
