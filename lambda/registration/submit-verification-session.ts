import { type BeginAttemptDependencies, beginAttempt } from '../abuse/begin-attempt.ts';
import { type ReadConsentDependencies, requireConsent } from '../consents/require-consent.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { Caller } from '../kernel/caller.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Workflow } from '../kernel/ports/workflow.ts';
import { Problem } from '../kernel/problem.ts';
import { isInBand } from '../kernel/reason-code.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { isByDocument } from '../sessions/domain/alternative-path.ts';
import { type ClientView, toClientView } from '../sessions/domain/client-view.ts';
import { isResumable } from '../sessions/domain/resumption.ts';
import {
  consentingTo,
  enrollingType,
  type VerificationSession,
} from '../sessions/domain/verification-session.ts';
import { type Move, type MoveSessionDependencies, moveSession } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { readSession, requireLive, requireOpen, stateProblem } from '../sessions/session-access.ts';
import type { RegistrationInput } from './contract.ts';
import { planOf } from './domain/registration-plan.ts';
import { type SubmitDocumentDependencies, submitDocument } from './submit-document.ts';

export interface SubmitVerificationSessionDependencies
  extends MoveSessionDependencies,
    ReadConsentDependencies,
    Omit<SubmitDocumentDependencies, 'policy'> {
  readonly sessions: SessionStore;
  readonly ledgers: BeginAttemptDependencies['ledgers'];
  readonly workflow: Workflow<RegistrationInput>;
  readonly policyOf: PolicyOf;
  /** Decides an authentication or a step-up at once. */
  readonly authenticate: (
    session: VerificationSession,
    policy: VerificationPolicy,
  ) => Promise<VerificationSession>;
}

/** The dependencies of a submit, with the policy of its session. */
type Submitting = SubmitVerificationSessionDependencies & { readonly policy: VerificationPolicy };

type Requirement = 'liveness' | 'document';

/**
 * Submits a session for a decision. The document's version is pinned, so that a later upload to the same key
 * changes nothing. A registration that an outage ended is run again, with the images of its first submit.
 * One whose document failed takes another document first. One on the path without a face needs its document
 * alone, which a person judges; no lockout keeps anybody from it. Submitting any other session again changes
 * nothing and returns it as it is, so that of several requests, or of one that is repeated after its
 * decision, none fails.
 * @throws Problem `not_found`, `session_expired`, `invalid_state`, `requirements_missing`,
 * `consent_withdrawn`, `test_session`, `liveness_locked_out` or `liveness_blocked`
 */
export async function submitVerificationSession(
  caller: Caller,
  sessionId: string,
  dependencies: SubmitVerificationSessionDependencies,
): Promise<ClientView> {
  const { sessions, workflow, policyOf, authenticate, clock } = dependencies;
  const session = await readSession(sessions, caller, sessionId);
  requireLive(session);
  if (makesCalls(session)) await requireConsent(consentingTo(session), 'submit', dependencies);
  const policy = await policyOf(session);
  const now = clock();
  const submitted = wasSubmitted(session) ? session : await submit(session, now, { ...dependencies, policy });
  if (submitted.status !== 'processing') return toClientView(submitted, now);
  // also if the session was already submitted: a crash may have come between that write and this call
  const type = enrollingType(submitted);
  if (!type) return toClientView(await authenticate(submitted, policy), now);
  await workflow.start(registrationInput(submitted, type, policy));
  return toClientView(submitted, now);
}

/** Whether a session is being decided, or was decided after a submit; an error is left out. */
const wasSubmitted = ({ status, submitted_at }: VerificationSession): boolean =>
  status === 'processing' || (submitted_at !== undefined && status !== 'error');

/** Whether a submit makes calls for a session's face, or starts them. The workflow asks for itself. */
const makesCalls = (session: VerificationSession): boolean =>
  !isByDocument(session) &&
  (['requires_input', 'error'].includes(session.status) ||
    (session.status === 'processing' && !enrollingType(session)));

async function submit(
  session: VerificationSession,
  now: Date,
  dependencies: Submitting,
): Promise<VerificationSession> {
  const { sessions, images } = dependencies;
  const plan = async (current: VerificationSession): Promise<Move | undefined> => {
    // another request has submitted it
    if (wasSubmitted(current)) return undefined;
    if (current.status === 'error') return resubmission(current, now, dependencies);
    requireOpen(current, now);
    if (isByDocument(current)) return submitDocument(current, now, dependencies);
    const [document, lockouts] = await Promise.all([
      current.document && images.find(current.document.key),
      beginAttempt(current, now, dependencies),
    ]);
    const missing: Requirement[] = [
      ...(current.selfie ? [] : (['liveness'] as const)),
      ...(document || !current.document_required ? [] : (['document'] as const)),
    ];
    if (missing.length > 0)
      throw new Problem('requirements_missing', `still missing: ${missing.join(' and ')}`, { missing });
    return {
      name: 'submit',
      facts: { submitted_at: now.toISOString(), ...(document ? { document } : {}) },
      effects: { lockouts },
    };
  };
  const submitted = await moveSession(session, plan, dependencies);
  if (submitted) return submitted.session;
  const moved = await sessions.get(session.tenant, session.id);
  if (moved && wasSubmitted(moved)) return moved;
  throw stateProblem(moved ?? session);
}

/** Plans another run of a registration that ended as an error. */
async function resubmission(
  session: VerificationSession,
  now: Date,
  dependencies: Submitting,
): Promise<Move> {
  const refuse = (why: string) =>
    new Problem('invalid_state', `verification session ${session.id} is error and ${why}; create a new one`);
  if (!isResumable(session, now)) throw refuse('cannot be resumed');
  const lockouts = await beginAttempt(session, now, dependencies);
  const handedIn = [session.selfie, ...(session.document_required ? [session.document] : [])];
  const images = handedIn.map((image) => image && dependencies.images.find(image.key));
  if ((await Promise.all(images)).includes(undefined)) throw refuse('its images are no longer kept');
  return { name: 'resubmit', effects: { lockouts } };
}

/** Returns the workflow's input for a session. @throws Problem if the session was not submitted */
export function registrationInput(
  session: VerificationSession,
  type: RegistrationInput['type'],
  policy: VerificationPolicy,
): RegistrationInput {
  const { selfie, document, enrollment, runs, checks, findings = [] } = session;
  const unsettled = [
    ...(checks.liveness?.reason_codes.filter(isInBand) ?? []),
    ...(checks.capture_comparison?.reason_codes ?? []),
  ];
  if (!selfie || (!document && session.document_required)) throw stateProblem(session);
  return {
    tenant: session.tenant,
    session_id: session.id,
    user_id: session.user_id,
    type,
    policy: session.policy,
    ...(session.consent.receipt_id === undefined ? {} : { consent_receipt: session.consent.receipt_id }),
    plan: planOf(policy),
    sensitivity: session.sensitivity,
    attributes: session.attributes,
    selfie: { ...storedImage(selfie), ...(selfie.face ? { face: selfie.face } : {}) },
    ...(document && session.document_required ? { document: storedImage(document) } : {}),
    ...(enrollment ? { enrollment } : {}),
    ...(unsettled.length > 0 ? { unsettled } : {}),
    ...(findings.length > 0 ? { accepted: findings.map(({ finding }) => finding) } : {}),
    ...(runs === undefined ? {} : { run: runs }),
  };
}

const storedImage = ({ key, version_id }: ImageReference) =>
  version_id === undefined ? { key } : { key, version_id };
