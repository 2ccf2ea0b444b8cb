import type { Decision } from '../kernel/decision.ts';
import { isFinal, TRANSITIONS } from './domain/session-status.ts';
import type { SessionFacts } from './domain/session-transition.ts';
import type { VerificationSession } from './domain/verification-session.ts';
import { type Move, type MoveSessionDependencies, moveSession } from './move-session.ts';
import type { TransitionEffects } from './ports/session-transitions.ts';

interface EndedSession {
  readonly tenant: string;
  readonly session_id: string;
  /** Number of the run that ends; a later run is not affected. */
  readonly run?: number | undefined;
}

type EndName = 'approve' | 'decline' | 'hold' | 'reject' | 'fail';

/** Further parts of an ending, written with its decision. */
interface EndingExtras {
  readonly facts?: SessionFacts;
  /** Called with the session as it is, before each attempt. */
  readonly effectsOf?: (session: VerificationSession) => Promise<TransitionEffects>;
}

/**
 * Records a decision without an enrollment, once; a session that already ended this way is left unchanged.
 * @throws Error if the session is gone or its status does not allow it
 */
export const endSession = (
  ended: EndedSession,
  name: EndName,
  decision: Decision,
  dependencies: MoveSessionDependencies,
  { facts = {}, effectsOf }: EndingExtras = {},
): Promise<void> =>
  endRun(
    ended,
    name,
    async (session) => {
      const effects = await effectsOf?.(session);
      return { name, facts: { ...facts, decision }, ...(effects ? { effects } : {}) };
    },
    dependencies,
  );

/**
 * Ends a run of a session, once: with an ending, or with a step that opens another run.
 * @param name of the ending; a session that already ended so, or is in another run, is left unchanged
 * @param plan called with the session as it is, before each attempt
 * @throws Error if the session is gone or its status does not allow it
 */
export async function endRun(
  { tenant, session_id, run }: EndedSession,
  name: EndName,
  plan: (session: VerificationSession) => Promise<Move>,
  dependencies: MoveSessionDependencies,
): Promise<void> {
  const { sessions } = dependencies;
  const session = await sessions.get(tenant, session_id);
  const planOfRun = async (current: VerificationSession) =>
    current.runs === run ? plan(current) : undefined;
  if (session && (await moveSession(session, planOfRun, dependencies))) return;
  const found = await sessions.get(tenant, session_id);
  if (found && found.runs !== run) return;
  // its user was erased: nobody waits for it
  if (name === 'fail' && !found) return;
  const status = found?.status;
  if (status === TRANSITIONS[name].to) return;
  // a fault after the decision was recorded changes nothing
  if (name === 'fail' && status && isFinal(status)) return;
  // nor does a hold that is repeated after a person has decided
  if (name === 'hold' && found?.decision?.decided_by === 'reviewer') return;
  throw new Error(`session ${session_id} is ${status ?? 'gone'} and cannot ${name}`);
}
