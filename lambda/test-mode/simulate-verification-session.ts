import type { Caller } from '../kernel/caller.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { type ClientView, toClientView } from '../sessions/domain/client-view.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { type MoveSessionDependencies, moveSession } from '../sessions/move-session.ts';
import { readSession, requireOpen } from '../sessions/session-access.ts';
import type { SimulateRequest } from './contract.ts';
import { simulate } from './domain/simulated-outcome.ts';
import { isRefusal, type Step } from './domain/simulation.ts';

export interface SimulateVerificationSessionDependencies extends MoveSessionDependencies {
  readonly policyOf: PolicyOf;
  /** Whether the stage takes test sessions. */
  readonly testMode: boolean;
}

/**
 * Moves a test session to an outcome, by the transitions and rules of live sessions and the policy that it
 * has pinned. No check runs: nothing of a person is looked at, claimed, indexed, searched or counted.
 * @throws Problem `test_mode_off`, `not_found`, `invalid_request`, `session_expired` or `invalid_state`
 */
export async function simulateVerificationSession(
  caller: Caller,
  sessionId: string,
  request: SimulateRequest,
  dependencies: SimulateVerificationSessionDependencies,
): Promise<ClientView> {
  const { sessions, policyOf, testMode, clock } = dependencies;
  if (!testMode)
    throw new Problem(
      'test_mode_off',
      'this stage has no test mode (testMode in lib/config.ts), so nothing is simulated; use a stage that has it',
    );
  let session = await readSession(sessions, caller, sessionId);
  const policy = await policyOf(session);
  const now = clock();
  for (const step of planned(session, request, policy, now))
    session = await moved(session, step, dependencies);
  return toClientView(session, now);
}

function planned(
  session: VerificationSession,
  request: SimulateRequest,
  policy: VerificationPolicy,
  now: Date,
): readonly Step[] {
  if (session.livemode)
    throw invalidState(session, 'is live; only sessions that were created with livemode false are simulated');
  if (session.status === 'requires_input') requireOpen(session, now);
  const simulation = simulate(session, request, policy, now);
  if (!isRefusal(simulation)) return simulation.steps;
  throw simulation.refused === 'reason'
    ? invalidRequest('reason', simulation.why)
    : invalidState(session, simulation.why);
}

/** Makes a step, unless another call has moved the session since it was read. */
async function moved(
  session: VerificationSession,
  step: Step,
  dependencies: SimulateVerificationSessionDependencies,
): Promise<VerificationSession> {
  const applied = await moveSession(
    session,
    ({ sequence }) => (sequence === session.sequence ? step : undefined),
    dependencies,
  );
  if (!applied) throw invalidState(session, 'was changed by another call meanwhile; read it, then repeat');
  return applied.session;
}

const invalidState = ({ id }: VerificationSession, why: string): Problem =>
  new Problem('invalid_state', `verification session ${id} ${why}`);
