import { countFailure } from '../abuse/count-failure.ts';
import type { FailureCause } from '../abuse/domain/lockout-subject.ts';
import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { questionsOf } from '../kernel/questions.ts';
import { isReasonCode, type ReasonCode } from '../kernel/reason-code.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { endRun } from '../sessions/end-session.ts';
import type { Move } from '../sessions/move-session.ts';
import type { RegistrationInput } from './contract.ts';
import { refusedRun } from './domain/refused-run.ts';
import { abandonedBy, type EndRegistrationDependencies } from './end-registration.ts';

export interface RefuseRegistrationDependencies extends EndRegistrationDependencies {
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
  readonly policy: VerificationPolicy;
}

/**
 * Reasons for which a decline, or another attempt, counts toward a lockout. The user of a re-enrollment who
 * is not recognized, or not enrolled, is counted as at a login.
 */
const COUNTED: Readonly<Partial<Record<ReasonCode, FailureCause>>> = {
  face_mismatch: 'wrong_face_at_registration',
  face_not_recognized: 'wrong_face_at_login',
  user_not_enrolled: 'wrong_face_at_login',
  replay_suspected: 'replayed_capture',
};

/**
 * Ends a run that may not be approved, once: its person is asked for another document while that may help and
 * attempts are left; it is held where the policy leaves its reasons to a reviewer; otherwise the registration
 * is declined. Either way the same write gives up the enrollment, so that nothing of the person stays in a
 * collection, and counts a wrong face or a replay: a session with three attempts is as much as three
 * sessions.
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
  const isForPerson = questionsOf(reasons, policy).length > 0;
  // what a person decides is not counted yet
  const [cause] = isForPerson ? [] : reasons.flatMap((reason) => COUNTED[reason] ?? []);
  const plan = async (session: VerificationSession): Promise<Move> => {
    const now = clock();
    const effects = {
      ...(cause ? { lockouts: await countFailure(session, cause, now, dependencies) } : {}),
      ...(await abandonedBy(session, dependencies)),
    };
    return { ...refusedRun(session, reasons, policy, now), effects };
  };
  await endRun(registration, isForPerson ? 'hold' : 'decline', plan, dependencies);
}
