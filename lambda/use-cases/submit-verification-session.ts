import { Problem } from '../contract/problem.ts';
import type { RegistrationInput } from '../contract/registration-workflow.ts';
import type { Caller } from '../domain/caller.ts';
import { type ClientView, toClientView } from '../domain/client-view.ts';
import type { ImageReference, VerificationSession } from '../domain/verification-session.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImageStore } from '../ports/image-store.ts';
import type { RegistrationWorkflow } from '../ports/registration-workflow.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { readSession, requireOpen, stateProblem } from './session-access.ts';

export interface SubmitVerificationSessionDependencies {
  readonly sessions: SessionStore;
  readonly images: Pick<ImageStore, 'find'>;
  readonly workflow: RegistrationWorkflow;
  readonly clock: Clock;
}

/**
 * Hands a session in: from here the policy decides. The document's version is pinned, so that a later upload to the
 * same place changes nothing.
 * @throws Problem `not_found`, `session_expired`, `invalid_state` or `requirements_missing`
 */
export async function submitVerificationSession(
  caller: Caller,
  sessionId: string,
  dependencies: SubmitVerificationSessionDependencies,
): Promise<ClientView> {
  const { sessions, workflow, clock } = dependencies;
  const session = await readSession(sessions, caller, sessionId);
  const now = clock();
  const submitted = session.status === 'processing' ? session : await submit(session, now, dependencies);
  // also where the session was submitted before: a crash may have come between that write and this call
  await workflow.start(registrationInput(submitted));
  return toClientView(submitted, now);
}

async function submit(
  session: VerificationSession,
  now: Date,
  { sessions, images }: SubmitVerificationSessionDependencies,
): Promise<VerificationSession> {
  requireOpen(session, now);
  const document = session.document && (await images.find(session.document.key));
  const missing = [
    ...(session.selfie ? [] : (['liveness'] as const)),
    ...(document ? [] : (['document'] as const)),
  ];
  if (!document || missing.length > 0) {
    throw new Problem('requirements_missing', `still missing: ${missing.join(' and ')}`, { missing });
  }
  const changes = { submitted_at: now.toISOString(), document };
  const submitted = await sessions.transition(session.tenant, session.id, 'submit', changes);
  if (submitted) return submitted;
  const moved = await sessions.get(session.tenant, session.id);
  if (moved?.status === 'processing') return moved;
  throw stateProblem(moved ?? session);
}

function registrationInput(session: VerificationSession): RegistrationInput {
  const { selfie, document } = session;
  if (!selfie || !document) throw stateProblem(session);
  return {
    tenant: session.tenant,
    session_id: session.id,
    user_id: session.user_id,
    type: session.type,
    sensitivity: session.sensitivity,
    attributes: session.attributes,
    selfie: storedImage(selfie),
    document: storedImage(document),
  };
}

const storedImage = ({ key, version_id }: ImageReference) =>
  version_id === undefined ? { key } : { key, version_id };
