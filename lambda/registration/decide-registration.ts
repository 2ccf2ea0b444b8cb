import type * as z from 'zod/mini';
import { type EnrollmentClaim, facesOf } from '../enrollment/domain/enrollment.ts';
import { facesOfUser, mappingOf } from '../enrollment/domain/face-mapping.ts';
import { GenerationsChanged } from '../enrollment/generations-changed.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { sendFaceDeletion } from '../enrollment/send-face-deletion.ts';
import { enrolledImageKey } from '../images/domain/enrolled-image-key.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { SIMILARITY_MEASURE } from '../kernel/check.ts';
import { approval, policyFingerprint } from '../kernel/decision.ts';
import type { MessageQueue } from '../kernel/ports/message-queue.ts';
import { reasonOfFault } from '../kernel/reason-code.ts';
import { LATE_CHECK_DELAY_SECONDS, type LateCheckRequest } from '../late-check/contract.ts';
import { sendReplication } from '../replication/replication.ts';
import { transition } from '../sessions/domain/session-transition.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { emitTransition } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { decideRegistrationInput, decideRegistrationOutput, RegistrationInput } from './contract.ts';
import { missingChecks } from './domain/required-checks.ts';
import { deletionIdOf, failRegistration } from './end-registration.ts';
import type { ApprovalResult, RegistrationApproval } from './ports/registration-approval.ts';
import { type RefuseRegistrationDependencies, refuseRegistration } from './refuse-registration.ts';
import {
  endReplacement,
  facesToReplace,
  type ReplaceEarlierFacesDependencies,
} from './replace-earlier-faces.ts';

type Input = z.infer<typeof decideRegistrationInput>;
type Output = z.infer<typeof decideRegistrationOutput>;

export interface DecideRegistrationDependencies
  extends RefuseRegistrationDependencies,
    ReplaceEarlierFacesDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'get' | 'earlier'>;
  readonly approvals: RegistrationApproval;
  /** Requests a later search for the face; absent if the deployment asks for none. */
  readonly lateChecks?: MessageQueue<LateCheckRequest> | undefined;
  readonly images: Pick<ImageStore, 'read'>;
  readonly enrolledImages: Pick<ImageStore, 'writeJpeg' | 'urlOf'>;
}

/** Ends a registration, or one attempt of it. Repeating it with the same outcome changes nothing. */
export async function decideRegistration(
  input: Input,
  dependencies: DecideRegistrationDependencies,
): Promise<Output> {
  switch (input.outcome) {
    case 'approved':
      return approve(input, dependencies);
    case 'declined':
      await refuseRegistration(input.registration, input.reason_codes, dependencies);
      await sendDeletionOf(input.registration, dependencies);
      return { continue: true, reason_codes: [] };
    case 'error':
      await failRegistration(input.registration, input.error, dependencies);
      await sendDeletionOf(input.registration, dependencies);
      return { continue: true, reason_codes: [] };
    case 'in_review':
      await refuseRegistration(input.registration, [reasonOfFault(input.error)], dependencies);
      await sendDeletionOf(input.registration, dependencies);
      return { continue: true, reason_codes: [] };
  }
}

/** Has the faces deleted that a run gave up. The decision is made; a repetition sends the message again. */
const sendDeletionOf = async (
  registration: RegistrationInput,
  dependencies: DecideRegistrationDependencies,
): Promise<void> =>
  sendFaceDeletion(
    await dependencies.deletions.get(registration.tenant, deletionIdOf(registration)),
    dependencies,
  );

async function approve(
  { registration, selfie, enrollment }: Extract<Input, { outcome: 'approved' }>,
  dependencies: DecideRegistrationDependencies,
): Promise<Output> {
  const { sessions, enrollments, approvals, images, enrolledImages, policy, clock, emit } = dependencies;
  const [session, claim, image] = await Promise.all([
    readOwnSession(registration, sessions),
    enrollments.get(registration.tenant, registration.user_id),
    images.read(selfie),
  ]);
  if (claim?.session_id !== registration.session_id)
    throw new Error(`session ${registration.session_id} holds no claim on its user; nothing can be approved`);
  const sendRequests = () =>
    Promise.all([
      ...facesOf(claim).flatMap((face) => {
        const mapped = { ...registration, ...face, kind: 'user' } as const;
        return [dependencies.buildVector(mapped), sendReplication(dependencies.replication, mapped)];
      }),
      dependencies.lateChecks?.send(lateCheckOf(registration), LATE_CHECK_DELAY_SECONDS),
    ]);
  if (session.status === 'approved') {
    await sendRequests();
    await endReplacement(registration, dependencies);
    return { continue: true, reason_codes: [] };
  }

  // the last face of the user was deleted meanwhile: an erased user is not enrolled again
  if (registration.type === 're_enrollment' && !claim.former)
    return { continue: false, reason_codes: ['user_not_enrolled'] };
  const missing = missingChecks(session, policy);
  if (missing.length > 0)
    throw new Error(`session ${session.id} cannot be approved without ${missing.join(', ')}`);
  const key = enrolledImageKey(registration.tenant, enrollment.image_id);
  // first, so that no row ever names a missing image
  await enrolledImages.writeJpeg(key, image);
  const now = clock();
  const similarity = registration.type === 'registration' ? similarityOf(session) : undefined;
  const enrolled: EnrollmentClaim = {
    ...claim,
    ...(similarity !== undefined ? { similarity } : {}),
    ...(registration.attributes ? { attributes: registration.attributes } : {}),
  };
  const mappings = facesOf(enrolled).map((face) => mappingOf(enrolled, face, enrolledImages, now));
  const decision = approval(policyFingerprint(policy), now);
  const approved = transition(session, 'approve', { decision }, now);
  const replaced = await facesToReplace(registration, claim, dependencies);
  const result = approved
    ? await approvals.approve(enrolled, mappings, approved, replaced)
    : 'not_processing';
  if (approved && result === 'approved') {
    emitTransition(approved, emit);
    if (replaced) emit('FaceUpdated', facesOfUser(replaced.faces), { Cause: 'replaced' });
    // a message lost here is sent again by the schedule
    await sendRequests();
    await endReplacement(registration, dependencies);
  }
  return answerOf(result, registration);
}

/** Losing the face to a user who enrolled it at the same time is an outcome; anything else is a fault. */
function answerOf(result: ApprovalResult, registration: RegistrationInput): Output {
  switch (result) {
    case 'approved':
      return { continue: true, reason_codes: [] };
    case 'face_revoked':
      return { continue: false, reason_codes: ['duplicate_face'] };
    case 'consent_withdrawn':
      return { continue: false, reason_codes: ['consent_withdrawn'] };
    case 'generations_changed':
      throw new GenerationsChanged(registration.session_id);
    case 'not_processing':
      throw new Error(`session ${registration.session_id} is not being processed any more`);
  }
}

async function readOwnSession(
  { tenant, session_id }: RegistrationInput,
  sessions: Pick<SessionStore, 'get'>,
): Promise<VerificationSession> {
  const session = await sessions.get(tenant, session_id);
  if (!session) throw new Error(`session ${session_id} of the workflow does not exist`);
  return session;
}

function similarityOf(session: VerificationSession): number | undefined {
  const measured = session.checks.face_match?.measures.find(({ name }) => name === SIMILARITY_MEASURE)?.value;
  return typeof measured === 'number' ? measured : undefined;
}

const lateCheckOf = ({ tenant, session_id, user_id }: RegistrationInput): LateCheckRequest => ({
  tenant,
  session_id,
  user_id,
});
