import type * as z from 'zod/mini';
import type { EnrollmentClaim } from '../enrollment/domain/enrollment.ts';
import { facesOfUser } from '../enrollment/domain/face-mapping.ts';
import type { EnrollmentStore, FurtherClaimResult } from '../enrollment/ports/enrollment-store.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { CaseFinding } from '../kernel/case-finding.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type {
  claimEnrollmentInput,
  claimEnrollmentOutput,
  PreparedSelfie,
  RegistrationInput,
} from './contract.ts';
import { stoppingReasons } from './domain/refused-registration.ts';
import { type JudgeFaceMatchDependencies, judgeFaceMatch } from './judge-face-match.ts';

export interface ClaimEnrollmentDependencies extends JudgeFaceMatchDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'claim' | 'claimFurther'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  /** Frees a user, and the image claimed with it, from a job that has ended; returns whether it did. */
  readonly freeEndedClaim: (tenant: string, userId: string) => Promise<boolean>;
  readonly clock: Clock;
}

const TAKEN_REASONS = {
  registration: {
    user: 'user_already_enrolled',
    image: 'duplicate_image',
    deletion: 'user_not_enrolled',
  },
  re_enrollment: {
    user: 'enrollment_in_progress',
    image: 'duplicate_image',
    deletion: 'user_not_enrolled',
  },
} as const satisfies Readonly<Record<RegistrationInput['type'], Readonly<Record<string, ReasonCode>>>>;

const holderOf = (result: FurtherClaimResult): string | undefined =>
  result.claimed || result.takenBy === 'deletion' ? undefined : result.holder;

/** The user and the image may be held for two users. */
const MAX_HOLDERS = 2;

/**
 * Claims user and image for a session whose images are good and show one person, or whose user was
 * recognized. The comparison is judged here, where it meets the quality gate, so that no function stands
 * between the two and IndexFaces. What the quality gate refuses ends the session for that reason alone.
 */
export async function claimEnrollment(
  { selfie, ...compared }: z.infer<typeof claimEnrollmentInput>,
  dependencies: ClaimEnrollmentDependencies,
): Promise<z.infer<typeof claimEnrollmentOutput>> {
  const { comparison } = compared;
  const match = comparison ? await judgeFaceMatch({ ...compared, comparison }, dependencies) : undefined;
  if (compared.refused_for.length > 0) return { continue: false, reason_codes: compared.refused_for };
  const asked = unacceptedReasons(match?.reason_codes ?? [], compared.registration);
  if (asked.length > 0) return { continue: false, reason_codes: asked };
  if (!selfie) throw new Error(`session ${compared.registration.session_id} has no selfie to enroll`);
  return claim(compared.registration, selfie, dependencies);
}

/** Findings that settle what a person is asked; nothing settles any other reason. */
const ACCEPTED_BY: Readonly<Record<string, CaseFinding>> = {
  match_in_band: 'accept_match',
  liveness_in_band: 'accept_liveness',
  replay_suspected: 'accept_capture',
  near_copy_suspected: 'accept_capture',
};

/** Returns why the registration cannot go on, which people have not settled. */
function unacceptedReasons(
  reasons: readonly string[],
  { unsettled = [], accepted = [] }: RegistrationInput,
): string[] {
  const isAccepted = (reason: string) => accepted.includes(ACCEPTED_BY[reason] ?? '');
  return stoppingReasons(unsettled, reasons).filter((reason) => !isAccepted(reason));
}

/** IndexFaces has no idempotency token, so user and image are claimed before it is called. */
async function claim(
  registration: RegistrationInput,
  selfie: PreparedSelfie,
  dependencies: ClaimEnrollmentDependencies,
): Promise<z.infer<typeof claimEnrollmentOutput>> {
  const { enrollments, mappings, policy, freeEndedClaim, clock } = dependencies;
  const startedAt = clock();
  const { tenant, user_id, type, enrollment } = registration;
  const isFurther = type === 're_enrollment';
  const wanted: EnrollmentClaim = {
    tenant,
    user_id,
    session_id: registration.session_id,
    image_sha256: selfie.sha256,
    image: { key: selfie.key, ...(selfie.version_id !== undefined ? { version_id: selfie.version_id } : {}) },
    state: 'claimed',
  };
  const take = () => (isFurther ? enrollments.claimFurther(wanted) : enrollments.claim(wanted));
  let result = await take();
  for (let freed = 0; freed < MAX_HOLDERS && holderOf(result) !== undefined; freed += 1) {
    if (!(await freeEndedClaim(tenant, holderOf(result) ?? ''))) break;
    result = await take();
  }
  // only one enrollment of a user runs at a time, so nobody adds a face between this and the approval
  const isFull =
    result.claimed &&
    isFurther &&
    enrollment?.mode !== 'replace' &&
    facesOfUser(await mappings.listOfUser(tenant, user_id)) >= policy.enrollment.max_faces;
  const taken = result.claimed ? [] : [TAKEN_REASONS[type][result.takenBy]];
  const reasons: readonly ReasonCode[] = isFull ? ['face_limit_reached'] : taken;
  return recordCheck(registration, 'enrollment_claim', { reasons, calls: {} }, startedAt, {
    ...dependencies,
    prices: {},
  });
}
