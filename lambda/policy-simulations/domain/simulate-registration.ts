import type { VerificationPolicy } from '../../kernel/policy.ts';
import { isInBand, isReasonCode, type ReasonCode } from '../../kernel/reason-code.ts';
import type { Sensitivity } from '../../kernel/sensitivity.ts';
import { endingOf, stoppingReasons } from '../../registration/domain/refused-registration.ts';
import type { SessionRun } from '../../sessions/domain/session-run.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { attemptsAgain } from './attempts-again.ts';
import { judgeCopiesAgain } from './judge-copies-again.ts';
import { judgeComparisonAgain, judgeIdentityAgain } from './judge-match-again.ts';
import { judgeQualityAgain } from './judge-quality-again.ts';
import { judgeDuplicatesAgain, judgeWatchlistsAgain } from './judge-searches-again.ts';
import { certain, type JudgedAgain, storedReasons, unknown } from './judged-again.ts';
import { APPROVED, type Ending, notDecidable, type SimulatedEnding } from './simulated-ending.ts';

/** One run of a registration, and what is judged it by. */
export interface SimulatedRun {
  /** The session as it was when the run ended: with the runs before it. */
  readonly session: VerificationSession;
  readonly checks: SessionRun['checks'];
  /** Reasons with which the run ended. */
  readonly endedFor: readonly string[];
  readonly endedAt: Date;
  /** Reasons of a liveness check in its band. */
  readonly unsettled: readonly ReasonCode[];
  readonly policy: VerificationPolicy;
  /** The policy by which it was decided. */
  readonly pinned: VerificationPolicy;
  readonly sensitivity: Sensitivity;
}

/**
 * Judges one run of a registration by another policy, step by step as the workflow does: the first step with
 * a reason ends it. A step that was not made, since an earlier one had ended the run, leaves it undecided.
 */
export function simulateRegistration(drawn: SimulatedRun): SimulatedEnding {
  const run = asPlanned(drawn);
  for (const step of STEPS) {
    const { reasons, unknown: because } = merged(step(run));
    const ending = reasons.length > 0 ? refusal(run, reasons) : undefined;
    // a reason that declines does so beside all others
    if (because && ending?.outcome !== 'decline') return notDecidable(because);
    if (ending) return ending;
  }
  return APPROVED;
}

/** Leaves out steps of the policies that the workflow never takes for a re-enrollment. */
const asPlanned = (run: SimulatedRun): SimulatedRun =>
  run.session.type === 'registration'
    ? run
    : { ...run, policy: withoutDocument(run.policy), pinned: withoutDocument(run.pinned) };

const withoutDocument = ({ checks, quality, ...policy }: VerificationPolicy): VerificationPolicy => ({
  ...policy,
  checks: { ...checks, document: false },
  quality: { ...quality, selfie: { ...quality.selfie, detect_before_indexing: false } },
});

/** Judges the checks of one step of the workflow. */
type Step = (run: SimulatedRun) => readonly JudgedAgain[];

/** A re-enrollment has no document: its user is recognized, before anything else. */
const recognition: Step = (run) => {
  const { session, checks, policy, sensitivity } = run;
  const { type } = session;
  if (type === 'registration') return [];
  const made = [checks.enrolled_face_search, checks.face_match].some((check) => check !== undefined);
  // a selfie that cannot be read ends it without a check
  const unread = made ? [] : unexplained(run);
  if (unread.length > 0) return [certain(unread)];
  return [judgeIdentityAgain(type, checks, policy, sensitivity)];
};

const imageQuality: Step = ({ checks, policy }) => [
  ...(policy.checks.document
    ? [judgeQualityAgain(checks.document_quality, policy.quality.document, 'document')]
    : []),
  ...(policy.quality.selfie.detect_before_indexing
    ? [judgeQualityAgain(checks.selfie_quality, policy.quality.selfie, 'selfie')]
    : []),
];

const comparison: Step = ({ session, checks, policy, sensitivity, unsettled }) => {
  const match = policy.checks.document
    ? judgeComparisonAgain(checks.face_match, policy, sensitivity)
    : certain([]);
  const copies = judgeCopiesAgain(session.checks.capture_comparison, policy);
  const reasons = stoppingReasons([...unsettled, ...copies.reasons], match.reasons);
  const stopping = [{ ...match, reasons }];
  // beside a comparison that failed, copies come to nobody
  return match.reasons.every(isInBand) && copies.unknown ? [...stopping, copies] : stopping;
};

const claim: Step = ({ session, checks: { enrollment_claim }, policy, pinned }) => {
  if (!enrollment_claim) return [unknown('check_not_made')];
  const stored = storedReasons(enrollment_claim);
  const isCounted = session.type === 're_enrollment' && session.enrollment?.mode !== 'replace';
  const isOther = isCounted && policy.enrollment.max_faces !== pinned.enrollment.max_faces;
  // the number of faces that the user had is not stored
  const isOpen = isOther && stored.every((reason) => reason === 'face_limit_reached');
  return [isOpen ? unknown('measure_not_taken') : certain(stored)];
};

const indexing: Step = ({ checks, policy }) => [
  judgeQualityAgain(checks.face_indexing, policy.quality.selfie, 'selfie'),
];

const searches: Step = ({ checks, endedFor, policy, pinned }) => {
  const asked = policy.checks;
  if (!asked.duplicates && !asked.watchlists) return [];
  const isIncomplete = endedFor.includes('search_incomplete');
  if (isIncomplete)
    return [policy.search.on_incomplete === 'review' ? certain(['search_incomplete']) : NOT_SEARCHED];
  const wasReached = checks.face_indexing?.status === 'passed';
  // a tenant without a list has none searched
  const unlisted = pinned.checks.watchlists && wasReached ? certain([]) : NOT_SEARCHED;
  return [
    ...(asked.duplicates ? [judgeDuplicatesAgain(checks.duplicate_search, policy, pinned)] : []),
    ...(asked.watchlists
      ? [checks.watchlist_search ? judgeWatchlistsAgain(checks.watchlist_search, policy) : unlisted]
      : []),
  ];
};

/** Reasons of the approval, such as a race that was lost. */
const approval: Step = (run) => [certain(unexplained(run))];

/** Reasons of steps that leave no check, which the steps themselves judge. */
const UNCHECKED: readonly string[] = ['search_incomplete', 'attempts_exhausted'];

/** Returns the reasons with which a run ended and which no check of it has. */
function unexplained({ checks, endedFor }: SimulatedRun): readonly ReasonCode[] {
  const explained = Object.values(checks).flatMap(({ reason_codes }) => reason_codes);
  return endedFor.filter(isReasonCode).filter((code) => ![...explained, ...UNCHECKED].includes(code));
}

/** A withdrawal of consent ends the run, beside all that it has found by then. */
const withdrawal: Step = ({ endedFor }) =>
  endedFor.includes('consent_withdrawn') ? [certain(['consent_withdrawn'])] : [];

const STEPS: readonly Step[] = [
  withdrawal,
  recognition,
  imageQuality,
  comparison,
  claim,
  indexing,
  searches,
  approval,
];

const NOT_SEARCHED = unknown('search_not_made');

const merged = (judged: readonly JudgedAgain[]): JudgedAgain => {
  const because = judged.find((one) => one.unknown)?.unknown;
  const reasons = judged.flatMap((one) => one.reasons);
  return because ? unknown(because, reasons) : certain(reasons);
};

function refusal({ session, policy, pinned, endedAt }: SimulatedRun, reasons: readonly ReasonCode[]): Ending {
  const { document_attempts_allowed: before, document_attempts_asked: asked } = session;
  const document_attempts_allowed = attemptsAgain(
    { allowed: before, asked, pinned: pinned.attempts.document },
    policy.attempts.document,
  );
  const allowed = { ...session, document_attempts_allowed };
  const ending = endingOf(allowed, reasons, policy, endedAt);
  return { outcome: ending === 'hold' ? 'review' : ending, reasons: [...new Set(reasons)] };
}
