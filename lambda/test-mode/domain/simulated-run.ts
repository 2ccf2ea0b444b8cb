import { copiedLogin } from '../../authentication/domain/copied-login.ts';
import { decidedLogin, type LoginFindings, listedLogin } from '../../authentication/domain/login-decision.ts';
import { evidencePrefix } from '../../images/domain/evidence-key.ts';
import { approval, fault, policyFingerprint } from '../../kernel/decision.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import { failedCheck } from '../../liveness/domain/failed-check.ts';
import { refusedRun } from '../../registration/domain/refused-run.ts';
import { planOf } from '../../registration/domain/registration-plan.ts';
import { isByDocument } from '../../sessions/domain/alternative-path.ts';
import { requestedReview } from '../../sessions/domain/review.ts';
import { enrollingType, type VerificationSession } from '../../sessions/domain/verification-session.ts';
import { ORIGINS } from './reason-origin.ts';
import { simulatedChecks, simulatedLiveness } from './simulated-checks.ts';
import { followedBy, type Refusal, type Simulation, type Step, simulationOf } from './simulation.ts';

/** Key of an image that a live session would have: nothing is stored there. */
const imageOf = (session: VerificationSession, folder: 'liveness' | 'document') => ({
  key: `${evidencePrefix(session, folder)}/simulated`,
});

const startLiveness = (): Step => ({ name: 'start_liveness', facts: {} });

/**
 * Adds a liveness check that the person passed, unless they have passed one.
 * @param band reason for which a reviewer judges it
 */
export function livenessPassed(
  session: VerificationSession,
  now: Date,
  band?: ReasonCode,
): Simulation | Refusal {
  const begun = simulationOf(session);
  if (session.selfie) return begun;
  const facts = { selfie: imageOf(session, 'liveness'), checks: simulatedLiveness(band, now) };
  return followedBy(followedBy(begun, startLiveness, now), () => ({ name: 'pass_liveness', facts }), now);
}

/** Fails a liveness check, or as many as are left. */
export function livenessFailed(
  session: VerificationSession,
  reason: ReasonCode,
  policy: VerificationPolicy,
  now: Date,
): Simulation | Refusal {
  const exhausts = reason === 'attempts_exhausted';
  const found = exhausts ? 'liveness_confidence_low' : reason;
  const fail = (current: VerificationSession): Step => {
    const failed = failedCheck(current, found, policyFingerprint(policy), now);
    return { ...failed, facts: { ...failed.facts, checks: simulatedLiveness(found, now) } };
  };
  const times = exhausts ? session.liveness_failures_allowed - session.liveness_failures : 1;
  let planned: Simulation | Refusal = simulationOf(session);
  for (let time = 1; time <= times; time += 1)
    planned = followedBy(followedBy(planned, startLiveness, now), fail, now);
  return planned;
}

/** Submits a document for a person to judge, on the path without a face. */
export function documentSubmitted(
  session: VerificationSession,
  policy: VerificationPolicy,
  now: Date,
): Simulation | Refusal {
  const held = { review: policy.review, version: policyFingerprint(policy) };
  const facts = {
    submitted_at: now.toISOString(),
    document: imageOf(session, 'document'),
    review: requestedReview(['alternative_path'], ['alternative_path'], held, now),
  };
  return followedBy(simulationOf(session), () => ({ name: 'submit_document', facts }), now);
}

/** Brings a session to a run that ends for a reason, or passes: through its liveness check and its submit. */
export function submitted(
  session: VerificationSession,
  reason: ReasonCode | undefined,
  policy: VerificationPolicy,
  now: Date,
): Simulation | Refusal {
  if (session.status === 'processing') return simulationOf(session);
  const band = reason !== undefined && ORIGINS[reason] === 'liveness_band' ? reason : undefined;
  const checks = {
    ...(band === undefined ? {} : simulatedLiveness(band, now)),
    ...simulatedChecks(session, reason, policy, now),
  };
  if (session.status === 'error')
    return followedBy(simulationOf(session), () => ({ name: 'resubmit', facts: { checks } }), now);
  const document = session.document_required ? { document: imageOf(session, 'document') } : {};
  const facts = { submitted_at: now.toISOString(), ...document, checks };
  return followedBy(livenessPassed(session, now, band), () => ({ name: 'submit', facts }), now);
}

/** Returns how a run ends in which every check passed; one that a reviewer has begun records them here. */
export const approved = (session: VerificationSession, policy: VerificationPolicy, now: Date): Step => ({
  name: 'approve',
  facts: {
    decision: approval(policyFingerprint(policy), now),
    checks: simulatedChecks(session, undefined, policy, now),
  },
});

/** Returns how a run of a session ends for a reason, as its policy says. */
export function endedFor(
  session: VerificationSession,
  reason: ReasonCode,
  policy: VerificationPolicy,
  now: Date,
): Step {
  const origin = ORIGINS[reason];
  if (origin === 'fault' || (origin === 'search_fault' && !planOf(policy).hold_incomplete))
    return { name: 'fail', facts: { decision: fault(reason, now) } };
  if (enrollingType(session)) return refusedRun(session, [reason], policy, now);
  const findings = loginFindings(session, reason, policy, now);
  const { name, decision } = decidedLogin(findings, policyFingerprint(policy), now);
  return { name, facts: { decision } };
}

/** Returns how a login ends for the check that found a reason. */
function loginFindings(
  session: VerificationSession,
  reason: ReasonCode,
  policy: VerificationPolicy,
  now: Date,
): LoginFindings {
  switch (ORIGINS[reason]) {
    case 'watchlist_search':
      return listedLogin([reason], policy.watchlist);
    case 'capture_comparison':
      return copiedLogin({ checks: simulatedChecks(session, reason, policy, now) }, policy);
    default:
      return { declinedFor: [reason], noted: [] };
  }
}

/** Ends the time of a person: before they did anything, or after some of it. */
export function timeOver(
  session: VerificationSession,
  name: 'expire' | 'abandon',
  now: Date,
): Simulation | Refusal {
  if (name === 'expire') return followedBy(simulationOf(session), () => ({ name, facts: {} }), now);
  if (isByDocument(session)) {
    const facts = { document: imageOf(session, 'document') };
    return followedBy(simulationOf(session), () => ({ name, facts }), now);
  }
  return followedBy(livenessPassed(session, now), () => ({ name, facts: {} }), now);
}
