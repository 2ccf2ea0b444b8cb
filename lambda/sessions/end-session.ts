import { type Decision, fault } from '../kernel/decision.ts';
import { reasonOfFault } from '../kernel/reason-code.ts';
import { isFinal, TRANSITIONS } from './domain/session-status.ts';
import type { SessionFacts } from './domain/session-transition.ts';
import type { VerificationSession } from './domain/verification-session.ts';
import { type MoveSessionDependencies, moveSession } from './move-session.ts';

interface EndedSession {
  readonly tenant: string;
  readonly session_id: string;
  /** Number of the run that ends; a later run is not affected. */
  readonly run?: number | undefined;
}

/**
 * Records a decision without an enrollment, once; a session that already ended this way is left unchanged.
 * @throws Error if the session is gone or its status does not allow it
 */
export async function endSession(
  { tenant, session_id, run }: EndedSession,
  name: 'approve' | 'decline' | 'reject' | 'fail',
  decision: Decision,
  dependencies: MoveSessionDependencies,
  facts: SessionFacts = {},
): Promise<void> {
  const { sessions } = dependencies;
  const session = await sessions.get(tenant, session_id);
  const plan = (current: VerificationSession) =>
    current.runs === run ? { name, facts: { ...facts, decision } } : undefined;
  if (session && (await moveSession(session, plan, dependencies))) return;
  const found = await sessions.get(tenant, session_id);
  if (found && found.runs !== run) return;
  const status = found?.status;
  if (status === TRANSITIONS[name].to) return;
  // a fault after the decision was recorded changes nothing
  if (name === 'fail' && status && isFinal(status)) return;
  throw new Error(`session ${session_id} is ${status ?? 'gone'} and cannot ${name}`);
}

/**
 * Ends a session after a fault, so that no client waits for it.
 * @param errorName as caught by the state machine
 */
export async function failRegistration(
  registration: EndedSession,
  errorName: string,
  dependencies: MoveSessionDependencies,
): Promise<void> {
  await endSession(registration, 'fail', fault(reasonOfFault(errorName), dependencies.clock()), dependencies);
}
