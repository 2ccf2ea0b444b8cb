import { recordFailure } from '../abuse/domain/lockout.ts';
import { lockoutSubjects } from '../abuse/lockout-subjects.ts';
import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import { sumCalls } from '../kernel/billing.ts';
import type { Caller } from '../kernel/caller.ts';
import { createCheck } from '../kernel/check.ts';
import { declined, policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import { userMessageOf } from '../kernel/reason-code.ts';
import type { LivenessSession } from '../sessions/domain/liveness-session.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { readSession, requireOpen } from '../sessions/session-access.ts';
import type { LivenessResultView } from './contract.ts';
import { judgeLiveness, type LivenessVerdict } from './domain/liveness-verdict.ts';
import type { Liveness, LivenessResult } from './ports/liveness.ts';

export interface CompleteLivenessSessionDependencies {
  readonly sessions: SessionStore;
  readonly ledgers: LockoutLedgerStore;
  readonly liveness: Liveness;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Both are billed with the result; a session that was not taken costs nothing. */
const CALLS = { CreateFaceLivenessSession: 1, GetFaceLivenessSessionResults: 1 } as const;

/**
 * Reads the result of a liveness check, applies the policy and consumes the liveness session, once. The
 * client gets passed or failed and hints, never the score.
 * @throws Problem `not_found`, `invalid_state`, `session_expired`, `liveness_already_passed`,
 * `liveness_not_taken`, `liveness_session_expired` or `liveness_session_already_used`
 */
export async function completeLivenessSession(
  caller: Caller,
  sessionId: string,
  livenessSessionId: string,
  dependencies: CompleteLivenessSessionDependencies,
): Promise<LivenessResultView> {
  const { sessions, liveness, policy, clock, emit } = dependencies;
  const startedAt = clock();
  const session = await readSession(sessions, caller, sessionId);
  const livenessSession = await sessions.getLivenessSession(caller.tenant, sessionId, livenessSessionId);
  if (!livenessSession) {
    throw new Problem(
      'not_found',
      `verification session ${sessionId} has no liveness session ${livenessSessionId}`,
    );
  }
  if (livenessSession.status !== 'created') throw alreadyUsed(livenessSessionId);
  await requireOpen(session, startedAt, dependencies);
  if (session.selfie) {
    throw new Problem(
      'liveness_already_passed',
      `verification session ${sessionId} has already passed its liveness check in another liveness session`,
    );
  }
  const result = await liveness.result(livenessSessionId);
  requireTaken(result, livenessSession, startedAt);

  const verdict = judgeLiveness(result, policy.liveness.min_confidence);
  const now = clock();
  const judged = applyVerdict(session, verdict, startedAt, now, policy);
  const consumed = await sessions.consumeLivenessSession({
    livenessSession: {
      ...livenessSession,
      status: verdict.passed ? 'passed' : 'failed',
      feedback: [...result.feedback],
      audit_images: [...result.auditImages],
    },
    session: judged,
    failuresBefore: session.liveness_failures,
  });
  // this or another liveness session of the session was consumed
  // meanwhile: try again, which ends since each round consumes one
  if (!consumed) return completeLivenessSession(caller, sessionId, livenessSessionId, dependencies);

  emit('LivenessChecked', 1, { Result: verdict.passed ? 'passed' : 'failed' });
  if (result.confidence !== undefined) emit('LivenessConfidence', result.confidence, {});
  if (!verdict.passed) await countFailure(session, now, dependencies);
  if (judged.status === 'declined') {
    emit('VerificationDecided', 1, { Type: session.type, Outcome: 'declined' });
    emit('VerificationReason', 1, { Type: session.type, ReasonCode: 'attempts_exhausted' });
  }
  return toView(judged, verdict, result);
}

const alreadyUsed = (livenessSessionId: string): Problem =>
  new Problem(
    'liveness_session_already_used',
    `liveness session ${livenessSessionId} has already been used; create a new one`,
  );

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

function applyVerdict(
  session: VerificationSession,
  verdict: LivenessVerdict,
  startedAt: Date,
  now: Date,
  policy: VerificationPolicy,
): VerificationSession {
  const calls = sumCalls([session.checks.liveness?.billable_calls ?? {}, CALLS]);
  const check = createCheck(
    { reasons: verdict.passed ? [] : [verdict.reason], measures: verdict.measures, calls },
    startedAt,
    now,
    policy.prices_usd,
  );
  const judged: VerificationSession = { ...session, checks: { ...session.checks, liveness: check } };
  if (verdict.passed) return { ...judged, selfie: verdict.selfie };
  const failures = session.liveness_failures + 1;
  if (failures < session.liveness_failures_allowed) return { ...judged, liveness_failures: failures };
  return {
    ...judged,
    liveness_failures: failures,
    status: 'declined',
    decision: declined(['attempts_exhausted', verdict.reason], policyFingerprint(policy), now),
  };
}

/** Counts a failure for user and device, and locks them out according to policy (whitepaper 3.2). */
async function countFailure(
  session: VerificationSession,
  now: Date,
  { ledgers, policy, emit }: CompleteLivenessSessionDependencies,
): Promise<void> {
  await Promise.all(
    lockoutSubjects(session).map(async (subject) => {
      const ledger = await ledgers.update(session.tenant, subject, (before) =>
        recordFailure(before, policy.abuse, now),
      );
      // a failure kept in the window did not lock; one that locked has emptied it
      if (subject.kind === 'device' && ledger.failures.length === 0)
        emit('DeviceLockedOut', 1, { Step: ledger.blocked ? 'block' : 'timeout' });
    }),
  );
}

function toView(
  session: VerificationSession,
  verdict: LivenessVerdict,
  result: FinishedResult,
): LivenessResultView {
  const open = session.status === 'requires_input';
  const message = verdict.passed ? undefined : userMessageOf([open ? verdict.reason : 'attempts_exhausted']);
  return {
    passed: verdict.passed,
    feedback: [...result.feedback],
    attempts_remaining: session.liveness_failures_allowed - session.liveness_failures,
    status: session.status,
    ...(message ? { user_message_key: message.user_message_key } : {}),
    retryable: open && !verdict.passed,
  };
}
