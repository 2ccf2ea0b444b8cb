import { abandon } from '../enrollment/domain/face-deletion.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { fault } from '../kernel/decision.ts';
import { reasonOfFault } from '../kernel/reason-code.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { endSession } from '../sessions/end-session.ts';
import type { MoveSessionDependencies } from '../sessions/move-session.ts';
import type { TransitionEffects } from '../sessions/ports/session-transitions.ts';
import { type RegistrationInput, registrationExecution } from './contract.ts';

export interface EndRegistrationDependencies extends MoveSessionDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'get'>;
}

type EndedRegistration = Pick<RegistrationInput, 'tenant' | 'session_id' | 'run'>;

/**
 * Ends a registration after a fault, so that no client waits for it. The same write gives up its enrollment,
 * so an ended session holds no claim and no face of it is a match.
 * @param errorName as caught by the state machine
 * @throws Error if the session is gone or its status does not allow it
 */
export const failRegistration = (
  registration: EndedRegistration,
  errorName: string,
  dependencies: EndRegistrationDependencies,
): Promise<void> =>
  endSession(registration, 'fail', fault(reasonOfFault(errorName), dependencies.clock()), dependencies, {
    effectsOf: (session) => abandonedBy(session, dependencies),
  });

/** Returns the effect of an ending without an approval: the session gives up the claim it holds. */
export async function abandonedBy(
  session: VerificationSession,
  { enrollments, clock }: Pick<EndRegistrationDependencies, 'enrollments' | 'clock'>,
): Promise<TransitionEffects> {
  const claim = await enrollments.get(session.tenant, session.user_id);
  if (claim?.session_id !== session.id || claim.state !== 'claimed') return {};
  return { abandoned: abandon(claim, deletionIdOf({ session_id: session.id, run: session.runs }), clock()) };
}

/** Id of the deletion that a run of a session may request. */
export const deletionIdOf = registrationExecution;
