import { countFailure } from '../abuse/count-failure.ts';
import { countSuccess } from '../abuse/count-success.ts';
import type { FailureCause } from '../abuse/domain/lockout-subject.ts';
import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import type { TakeoverSignalStore } from '../abuse/ports/takeover-signals.ts';
import { recordTakeoverSignal } from '../abuse/record-takeover-signal.ts';
import { newInteraction } from '../enrollment/domain/last-interaction.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { LastInteractions } from '../enrollment/ports/last-interactions.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { CheckFindings } from '../kernel/check.ts';
import { policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import { type RequestShadowReadDependencies, requestShadowRead } from '../migration/request-shadow-read.ts';
import { approvedStepUp } from '../sessions/domain/approved-step-up.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { endSession } from '../sessions/end-session.ts';
import type { MoveSessionDependencies } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import { proofOf } from '../step-up/domain/step-up-proof.ts';
import { judgeSelfie, openSelfie } from './check-selfie.ts';
import { copiedLogin } from './domain/copied-login.ts';
import { decidedLogin, type LoginFindings } from './domain/login-decision.ts';
import { methodFor } from './domain/recognition-method.ts';
import { type Recognition, type RecognizeUserDependencies, recognizeUser } from './recognize-user.ts';

export interface AuthenticateUserDependencies
  extends RecognizeUserDependencies,
    RequestShadowReadDependencies,
    MoveSessionDependencies {
  readonly sessions: SessionStore;
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
  readonly takeovers: TakeoverSignalStore;
  readonly mappings: FaceMappingStore;
  readonly interactions: LastInteractions;
  readonly faces: FaceAnalysis;
  readonly editor: Pick<ImageEditor, 'edit'>;
  readonly policy: VerificationPolicy;
  /** Asks the watchlists about a user who was recognized. */
  readonly checkWatchlists: (session: VerificationSession, selfie: Uint8Array) => Promise<LoginFindings>;
}

/**
 * Reasons that count toward a lockout. A user who is not enrolled is counted like a wrong face: otherwise the
 * lockout after a few attempts would reveal who is enrolled, whose face is on a watchlist, or that a capture
 * is known.
 */
const COUNTED: readonly ReasonCode[] = [
  'face_not_recognized',
  'user_not_enrolled',
  'watchlist_hit',
  'replay_suspected',
];

/**
 * Decides a submitted authentication or step-up: whether the live person is the claimed user (whitepaper 2.1
 * and 5.3). It is short enough to need no workflow; after a fault, submitting again repeats it.
 * @returns the session with its decision
 */
export async function authenticateUser(
  session: VerificationSession,
  dependencies: AuthenticateUserDependencies,
): Promise<VerificationSession> {
  const { sessions, policy, clock } = dependencies;
  const findings = await findReasons(session, dependencies);
  const reasons = findings.declinedFor;
  const { name, decision } = decidedLogin(findings, policyFingerprint(policy), clock());
  const { tenant, id: session_id } = session;
  await endSession({ tenant, session_id }, name, decision, dependencies, {
    effectsOf: async (current) => {
      if (reasons.length === 0) {
        const stepUp = approvedStepUp(current, decision);
        const [lockouts, recorded] = await Promise.all([
          countSuccess(current, clock(), dependencies),
          dependencies.interactions.get(tenant, current.user_id),
        ]);
        const interaction = newInteraction(current, recorded, clock());
        return {
          lockouts,
          ...(interaction ? { interaction } : {}),
          ...(stepUp ? { proof: proofOf(stepUp) } : {}),
        };
      }
      if (!reasons.some((reason) => COUNTED.includes(reason))) return {};
      const [lockouts, takeover] = await Promise.all([
        countFailure(current, causeOf(reasons), clock(), dependencies),
        reasons.includes('face_not_recognized')
          ? recordTakeoverSignal(current, 'mismatched', clock(), dependencies)
          : undefined,
      ]);
      return { lockouts, ...(takeover ? { takeover } : {}) };
    },
  });
  const shadowRead = async (image: ImageReference | undefined) => {
    if (!image || methodFor(session.type, policy) !== 'search') return;
    await requestShadowRead({ tenant, session_id, search: 'enrolled_face_search', image }, dependencies);
  };
  const [ended] = await Promise.all([sessions.get(tenant, session_id), shadowRead(session.selfie)]);
  return ended ?? session;
}

const causeOf = (reasons: readonly ReasonCode[]): FailureCause =>
  reasons.includes('replay_suspected') ? 'replayed_capture' : 'wrong_face_at_login';

/**
 * Returns why the person is declined, if they are. Quality and identity are asked side by side, since the
 * person waits for both. What the quality gate refuses ends the login for that reason alone: it neither
 * counts as a wrong face, nor shows whether the face would have matched.
 */
async function findReasons(
  session: VerificationSession,
  dependencies: AuthenticateUserDependencies,
): Promise<LoginFindings> {
  const { mappings, images, policy } = dependencies;
  const { selfie: capture, sensitivity } = session;
  if (!capture) throw new Error(`session ${session.id} was submitted without a selfie`);
  const [original, enrolled] = await Promise.all([
    images.read(capture),
    mappings.listOfUser(session.tenant, session.user_id),
  ]);
  const qualityOf = (findings: CheckFindings) => ({ check: 'selfie_quality' as const, findings });
  const opened = await openSelfie(original, { sensitivity, face: capture.face }, dependencies);
  if ('reasons' in opened)
    return { declinedFor: await run(session, async () => qualityOf(opened), dependencies), noted: [] };

  const submitted = { ...session, selfie: capture };
  const method = methodFor(session.type, policy);
  const [quality, identity] = await Promise.allSettled([
    policy.checks.login_quality
      ? run(session, async () => qualityOf(await judgeSelfie(opened.image, dependencies)), dependencies)
      : [],
    run(session, () => recognizeUser(method, opened.shown, enrolled, submitted, dependencies), dependencies),
  ]);
  for (const check of [quality, identity]) {
    const declinedFor = outcomeOf(check);
    if (declinedFor.length > 0) return { declinedFor, noted: [] };
  }
  // only then: who fails another check must not learn that their capture is known, or their face on a list
  const copied = copiedLogin(session, policy);
  if (copied.declinedFor.length > 0) return copied;
  const { declinedFor, noted } = await dependencies.checkWatchlists(session, opened.shown);
  return { declinedFor, noted: [...copied.noted, ...noted] };
}

/** @throws what the promise was rejected with */
function outcomeOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** Runs one check and records its findings on the session. @returns its reasons */
async function run(
  session: VerificationSession,
  inspect: () => Promise<Recognition>,
  dependencies: AuthenticateUserDependencies,
): Promise<readonly ReasonCode[]> {
  const startedAt = dependencies.clock();
  const { check, findings } = await inspect();
  const { tenant, type, id: session_id } = session;
  const checked = { tenant, session_id, type };
  await recordCheck(checked, check, findings, startedAt, {
    ...dependencies,
    prices: dependencies.policy.prices_usd,
  });
  return findings.reasons;
}
