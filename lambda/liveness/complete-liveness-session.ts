import { countFailure } from '../abuse/count-failure.ts';
import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import { refuseLockedOut } from '../abuse/refuse-locked-out.ts';
import { type CompareCaptureDependencies, compareCapture } from '../captures/compare-capture.ts';
import { type ReadConsentDependencies, requireConsent } from '../consents/require-consent.ts';
import { sumCalls } from '../kernel/billing.ts';
import type { Caller } from '../kernel/caller.ts';
import { standingOf, type VersionStanding } from '../kernel/challenge-versions.ts';
import { createCheck } from '../kernel/check.ts';
import { policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { Problem } from '../kernel/problem.ts';
import { type ReasonCode, userMessageOf } from '../kernel/reason-code.ts';
import { scoreBand } from '../kernel/score-band.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import type { LivenessSession } from '../sessions/domain/liveness-session.ts';
import { consentingTo, type VerificationSession } from '../sessions/domain/verification-session.ts';
import { emitCalls } from '../sessions/emit-check.ts';
import { type Move, type MoveSessionDependencies, moveSession } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import {
  readSession,
  requireFaceCheck,
  requireLive,
  requireOpen,
  stateProblem,
} from '../sessions/session-access.ts';
import type { LivenessResultView } from './contract.ts';
import { challengeLabel } from './domain/challenge-label.ts';
import { failedCheck, isUncounted } from './domain/failed-check.ts';
import { confidenceLimits, judgeLiveness, type LivenessVerdict } from './domain/liveness-verdict.ts';
import type { Liveness, LivenessResult } from './ports/liveness.ts';

export interface CompleteLivenessSessionDependencies
  extends MoveSessionDependencies,
    ReadConsentDependencies,
    Omit<CompareCaptureDependencies, 'policy'> {
  readonly sessions: SessionStore;
  readonly ledgers: LockoutLedgerStore;
  readonly liveness: Liveness;
  readonly policyOf: PolicyOf;
}

/** The dependencies of a completion, with the policy of its session. */
type Completing = Omit<CompleteLivenessSessionDependencies, 'policyOf'> & {
  readonly policy: VerificationPolicy;
};

/** Both are billed with the result; a session that was not taken costs nothing. */
const CALLS = { CreateFaceLivenessSession: 1, GetFaceLivenessSessionResults: 1 } as const;

/**
 * Reads the result of a liveness check, applies the policy and consumes the liveness session, once. A check
 * that passes is compared with those of other sessions, which the submit acts on: the client gets passed or
 * failed and hints, never the score, and not that its pictures are known.
 * @throws Problem `not_found`, `invalid_state`, `session_expired`, `liveness_already_passed`,
 * `liveness_not_taken`, `liveness_session_expired`, `liveness_session_already_used`, `liveness_locked_out`,
 * `liveness_blocked`, `consent_withdrawn` or `test_session`
 */
export async function completeLivenessSession(
  caller: Caller,
  sessionId: string,
  livenessSessionId: string,
  dependencies: CompleteLivenessSessionDependencies,
): Promise<LivenessResultView> {
  const { sessions, policyOf, clock, emit } = dependencies;
  const startedAt = clock();
  const session = await readSession(sessions, caller, sessionId);
  requireLive(session);
  const policy = await policyOf(session);
  const completing = { ...dependencies, policy };
  let taken: TakenCheck | undefined;
  const applied = await moveSession(
    session,
    async (current) => {
      const livenessSession = await requireUnused(current, livenessSessionId, startedAt, sessions);
      await refuseLockedOut(current, startedAt, dependencies);
      await requireConsent(consentingTo(current), 'liveness_result', dependencies);
      taken ??= await readResult(current, livenessSession, startedAt, completing);
      return planVerdict(current, livenessSession, taken, startedAt, completing);
    },
    dependencies,
  );
  if (!applied || !taken) throw stateProblem(await readSession(sessions, caller, sessionId));
  const { result, verdict, standing } = taken;
  emitCalls(session.type, { GetFaceLivenessSessionResults: 1 }, emit);
  emit('LivenessChecked', 1, { Result: resultOf(verdict) });
  emit('LivenessVersion', 1, { ...challengeLabel(result.challenge, policy.liveness.versions) });
  if (standing !== 'supported') emit('LivenessVersionOutdated', 1, { Standing: standing });
  if (result.confidence !== undefined) emit('LivenessConfidence', 1, { Band: scoreBand(result.confidence) });
  for (const kind of copiesIn(applied.session))
    emit('ReplaySuspected', 1, { Kind: kind, Type: session.type });
  return toView(applied.session, verdict, result);
}

/** Returns a liveness session that may still be used, of a session that still needs one. */
async function requireUnused(
  session: VerificationSession,
  livenessSessionId: string,
  now: Date,
  sessions: Pick<SessionStore, 'getLivenessSession'>,
): Promise<LivenessSession> {
  const { id, tenant } = session;
  const livenessSession = await sessions.getLivenessSession(tenant, id, livenessSessionId);
  if (!livenessSession)
    throw new Problem('not_found', `verification session ${id} has no liveness session ${livenessSessionId}`);
  if (livenessSession.status !== 'created')
    throw new Problem(
      'liveness_session_already_used',
      `liveness session ${livenessSessionId} has already been used; create a new one`,
    );
  requireOpen(session, now);
  requireFaceCheck(session);
  if (session.selfie)
    throw new Problem(
      'liveness_already_passed',
      `verification session ${id} has already passed its liveness check in another liveness session`,
    );
  return livenessSession;
}

interface TakenCheck {
  readonly result: FinishedResult;
  readonly verdict: LivenessVerdict;
  readonly standing: VersionStanding;
}

/** Reads and judges the result of a check that the person has taken. */
async function readResult(
  session: VerificationSession,
  livenessSession: LivenessSession,
  now: Date,
  { liveness, policy }: Completing,
): Promise<TakenCheck> {
  const result = await liveness.result(livenessSession.id);
  requireTaken(result, livenessSession, now);
  const standing = standingOf(result.challenge, policy.liveness.versions, now);
  return {
    result,
    standing,
    verdict: judgeLiveness(result, { ...confidenceLimits(session.type, policy), standing }),
  };
}

type FinishedResult = Exclude<LivenessResult, { status: 'NOT_TAKEN' | 'EXPIRED' }>;

function requireTaken(
  result: LivenessResult,
  livenessSession: LivenessSession,
  now: Date,
): asserts result is FinishedResult {
  const { id, expires_at } = livenessSession;
  if (
    result.status === 'EXPIRED' ||
    (result.status === 'NOT_TAKEN' && Date.parse(expires_at) <= now.getTime())
  )
    throw new Problem(
      'liveness_session_expired',
      `liveness session ${id} expired at ${expires_at}; create a new one`,
    );
  if (result.status === 'NOT_TAKEN')
    throw new Problem('liveness_not_taken', `the person has not finished liveness session ${id} yet`);
}

/** Plans what a verdict changes: the session, the liveness session, and the ledgers that count a failure. */
async function planVerdict(
  session: VerificationSession,
  livenessSession: LivenessSession,
  { result, verdict }: TakenCheck,
  startedAt: Date,
  dependencies: Completing,
): Promise<Move> {
  const { policy, clock } = dependencies;
  const now = clock();
  const used: LivenessSession = {
    ...livenessSession,
    status: verdict.passed ? 'passed' : 'failed',
    feedback: [...result.feedback],
    audit_images: [...result.auditImages],
    ...(result.challenge ? { taken_challenge: result.challenge } : {}),
    ...scoreOf(result, policy),
  };
  const calls = sumCalls([session.checks.liveness?.billable_calls ?? {}, CALLS]);
  const findings = { reasons: reasonsOf(verdict), measures: verdict.measures, calls };
  const checks = { liveness: createCheck(findings, startedAt, now, policy.prices_usd) };
  if (verdict.passed) {
    const pictures = { reference: verdict.selfie, auditImages: result.auditImages };
    const capture_comparison = await compareCapture(session, pictures, dependencies);
    return {
      name: 'pass_liveness',
      facts: { checks: { ...checks, capture_comparison }, selfie: verdict.selfie },
      effects: { livenessSession: used },
    };
  }
  const failed = failedCheck(session, verdict.reason, policyFingerprint(policy), now);
  const facts = { ...failed.facts, checks };
  if (isUncounted(verdict.reason)) return { ...failed, facts, effects: { livenessSession: used } };
  const lockouts = await countFailure(session, 'liveness_failed', now, dependencies);
  // looked at after the count has read the ledgers: one that is locked by then counts no further failure
  await refuseLockedOut(session, now, dependencies);
  return { ...failed, facts, effects: { livenessSession: used, lockouts } };
}

const isUpgradeRequired = (verdict: LivenessVerdict): boolean =>
  !verdict.passed && isUncounted(verdict.reason);

/** Kinds of the copies that the comparison of a session has found. */
const copiesIn = ({ checks }: VerificationSession) =>
  new Set(checks.capture_comparison?.copies?.map(({ kind }) => kind));

const resultOf = (verdict: LivenessVerdict): string => {
  if (isUpgradeRequired(verdict)) return 'upgrade_required';
  if (!verdict.passed) return 'failed';
  return verdict.inBand ? 'in_band' : 'passed';
};

const reasonsOf = (verdict: LivenessVerdict): readonly ReasonCode[] => {
  if (!verdict.passed) return [verdict.reason];
  return verdict.inBand ? ['liveness_in_band'] : [];
};

/** Returns what a check is labeled by, if a person looks at it later. */
function scoreOf(
  { confidence, challenge }: FinishedResult,
  policy: VerificationPolicy,
): Pick<LivenessSession, 'score'> {
  if (confidence === undefined) return {};
  return {
    score: {
      confidence,
      min_confidence: policy.liveness.min_confidence,
      policy_version: policyFingerprint(policy),
      ...(challenge ? { challenge } : {}),
    },
  };
}

/** Whether a person has to judge the check is not shown. */
function toView(
  session: VerificationSession,
  verdict: LivenessVerdict,
  result: FinishedResult,
): LivenessResultView {
  const open = session.status === 'requires_input';
  const message = verdict.passed ? undefined : userMessageOf([open ? verdict.reason : 'attempts_exhausted']);
  return {
    passed: verdict.passed,
    // hints are for another attempt with the same app
    feedback: isUpgradeRequired(verdict) ? [] : [...result.feedback],
    attempts_remaining: session.liveness_failures_allowed - session.liveness_failures,
    status: session.status,
    ...(message ? { user_message_key: message.user_message_key } : {}),
    retryable: open && !verdict.passed,
  };
}
