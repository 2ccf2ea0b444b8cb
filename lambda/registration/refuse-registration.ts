import { countFailure } from '../abuse/count-failure.ts';
import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import { declined, policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { questionsOf } from '../kernel/questions.ts';
import { isReasonCode } from '../kernel/reason-code.ts';
import { mayTryAgain } from '../sessions/domain/another-attempt.ts';
import { requestedReview } from '../sessions/domain/review.ts';
import { tryAgain } from '../sessions/domain/session-run.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { endRun } from '../sessions/end-session.ts';
import type { Move } from '../sessions/move-session.ts';
import type { RegistrationInput } from './contract.ts';
import { abandonedBy, type EndRegistrationDependencies } from './end-registration.ts';

export interface RefuseRegistrationDependencies extends EndRegistrationDependencies {
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
  readonly policy: VerificationPolicy;
}

/**
 * Ends a run that may not be approved, once: its person is asked for another document while that may help and
 * attempts are left; it is held where the policy leaves its reasons to a reviewer; otherwise the registration
 * is declined. Either way the same write gives up the enrollment, so that nothing of the person stays in a
 * collection, and counts a wrong face: a session with three attempts is as much as three sessions.
 * @param codes of the reasons, as the state machine merged them
 * @throws Error if the session is gone or its status does not allow it
 */
export async function refuseRegistration(
  registration: Pick<RegistrationInput, 'tenant' | 'session_id' | 'run'>,
  codes: readonly string[],
  dependencies: RefuseRegistrationDependencies,
): Promise<void> {
  const { policy, clock } = dependencies;
  const reasons = codes.filter(isReasonCode);
  const questions = questionsOf(reasons, policy);
  const version = policyFingerprint(policy);
  const plan = async (session: VerificationSession): Promise<Move> => {
    const now = clock();
    const effects = {
      ...(reasons.includes('face_mismatch')
        ? { lockouts: await countFailure(session, 'wrong_face_at_registration', now, dependencies) }
        : {}),
      ...(await abandonedBy(session, dependencies)),
    };
    if (mayTryAgain(session, reasons, now))
      return { name: 'try_again', facts: { attempt: tryAgain(reasons, version, now) }, effects };
    return questions.length > 0
      ? {
          name: 'hold',
          facts: { review: requestedReview(reasons, questions, { ...policy, version }, now) },
          effects,
        }
      : { name: 'decline', facts: { decision: declined(reasons, version, now) }, effects };
  };
  await endRun(registration, questions.length > 0 ? 'hold' : 'decline', plan, dependencies);
}
