import { type Caller, isBackend } from '../kernel/caller.ts';
import { type SignStepUpProofDependencies, signStepUpProof } from '../step-up/sign-step-up-proof.ts';
import { approvedStepUp } from './domain/approved-step-up.ts';
import type { ClientView } from './domain/client-view.ts';
import type { SessionStore } from './ports/session-store.ts';

export interface AttachStepUpProofDependencies extends SignStepUpProofDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
}

/**
 * Returns the client's view of a session, with the proof of an approved step-up while it can be spent. It is
 * for the session's person and the tenant's backend: an operator who reads a session gets none to spend.
 */
export async function attachStepUpProof(
  caller: Caller,
  view: ClientView,
  dependencies: AttachStepUpProofDependencies,
): Promise<ClientView> {
  if (view.type !== 'step_up' || view.status !== 'approved') return view;
  if (!isBackend(caller) && !isForPerson(caller, view)) return view;
  const session = await dependencies.sessions.get(caller.tenant, view.id);
  const stepUp = session && approvedStepUp(session, session.decision);
  const step_up_proof = stepUp && (await signStepUpProof(stepUp, dependencies));
  return step_up_proof === undefined ? view : { ...view, step_up_proof };
}

/** Whether a caller is the person of a session, by a token of their own or by that of the session. */
const isForPerson = ({ session_id, subject }: Caller, view: ClientView): boolean =>
  session_id === undefined ? subject === view.user_id : session_id === view.id;
