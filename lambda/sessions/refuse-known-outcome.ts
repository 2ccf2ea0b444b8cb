import { type CountFailureNowDependencies, countFailureNow } from '../abuse/count-failure.ts';
import { refuseLockedOut } from '../abuse/refuse-locked-out.ts';
import { isEnrolled } from '../enrollment/domain/enrollment.ts';
import { facesOfUser } from '../enrollment/domain/face-mapping.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { Problem } from '../kernel/problem.ts';
import { isByDocument } from './domain/alternative-path.ts';
import type { VerificationSession } from './domain/verification-session.ts';

export interface RefuseKnownOutcomeDependencies extends CountFailureNowDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'get'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly policy: Pick<VerificationPolicy, 'abuse' | 'enrollment'>;
}

/** Fields of a session, created or about to be, that decide whether its outcome is known. */
type RefusableSession = Pick<
  VerificationSession,
  'tenant' | 'type' | 'user_id' | 'device_id' | 'device_vouched' | 'alternative_path' | 'enrollment'
>;

/**
 * Refuses a session whose outcome is known before its person is asked for anything: a liveness check costs
 * money and a minute. Only backends and operators can name another user, so that people learn of themselves
 * alone. A refused login or step-up counts like a wrong face, so that a backend that relays the answer lets
 * nobody try one user after another. The workflow asks again: all of it may change meanwhile. A lockout does
 * not keep anybody from the path without a face.
 * @param step before which it is refused
 * @throws Problem `liveness_blocked`, `liveness_locked_out`, `user_already_enrolled`, `user_not_enrolled` or
 * `face_limit_reached`
 */
export async function refuseKnownOutcome(
  session: RefusableSession,
  step: 'session' | 'liveness',
  now: Date,
  dependencies: RefuseKnownOutcomeDependencies,
): Promise<void> {
  const { enrollments, mappings, policy, emit } = dependencies;
  const { tenant, type, user_id } = session;
  if (!isByDocument(session)) await refuseLockedOut(session, now, dependencies);
  const refuse = (
    code: 'user_already_enrolled' | 'user_not_enrolled' | 'face_limit_reached',
    detail: string,
  ) => {
    emit('VerificationRefused', 1, { Step: step, ReasonCode: code });
    return new Problem(code, detail);
  };
  if (type === 'registration') {
    const claim = await enrollments.get(tenant, user_id);
    if (claim && isEnrolled(claim))
      throw refuse('user_already_enrolled', `user ${user_id} is enrolled; create an authentication instead`);
    return;
  }
  const enrolled = await mappings.listOfUser(tenant, user_id);
  const { max_faces } = policy.enrollment;
  if (session.enrollment?.mode === 'add' && facesOfUser(enrolled) >= max_faces)
    throw refuse(
      'face_limit_reached',
      `user ${user_id} has ${max_faces} faces, as many as the policy allows; replace them, or delete one`,
    );
  if (enrolled.length > 0) return;
  await countFailureNow(session, 'wrong_face_at_login', now, dependencies);
  throw refuse('user_not_enrolled', `user ${user_id} is not enrolled; create a registration instead`);
}
