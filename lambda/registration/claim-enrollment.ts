import type * as z from 'zod/mini';
import type { EnrollmentClaim } from '../enrollment/domain/enrollment.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { CaseFinding } from '../kernel/case-finding.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { isInBand, type ReasonCode } from '../kernel/reason-code.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type {
  claimEnrollmentInput,
  claimEnrollmentOutput,
  PreparedSelfie,
  RegistrationInput,
} from './contract.ts';
import { type JudgeFaceMatchDependencies, judgeFaceMatch } from './judge-face-match.ts';

export interface ClaimEnrollmentDependencies extends JudgeFaceMatchDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'claim'>;
  /** Frees a user, and the image claimed with it, from a job that has ended; returns whether it did. */
  readonly freeEndedClaim: (tenant: string, userId: string) => Promise<boolean>;
  readonly clock: Clock;
}

const TAKEN_REASONS = {
  user: 'user_already_enrolled',
  image: 'duplicate_image',
} as const satisfies Readonly<Record<string, ReasonCode>>;

/** The user and the image may be held for two users. */
const MAX_HOLDERS = 2;

/**
 * Claims user and image for a session whose images are good and show one person. The comparison is judged
 * here, where it meets the quality gate, so that no function stands between the two and IndexFaces. What the
 * quality gate refuses ends the session for that reason alone.
 */
export async function claimEnrollment(
  { selfie, ...compared }: z.infer<typeof claimEnrollmentInput>,
  dependencies: ClaimEnrollmentDependencies,
): Promise<z.infer<typeof claimEnrollmentOutput>> {
  const match = await judgeFaceMatch(compared, dependencies);
  if (compared.refused_for.length > 0) return { continue: false, reason_codes: compared.refused_for };
  const asked = unacceptedReasons(match.reason_codes, compared.registration);
  if (asked.length > 0) return { continue: false, reason_codes: asked };
  if (!selfie) throw new Error(`session ${compared.registration.session_id} has no selfie to enroll`);
  return claim(compared.registration, selfie, dependencies);
}

/** Findings that settle a score in a band; nothing settles any other reason. */
const ACCEPTED_BY: Readonly<Record<string, CaseFinding>> = {
  match_in_band: 'accept_match',
  liveness_in_band: 'accept_liveness',
};

/**
 * Returns why the registration cannot go on. Scores in a band come to a person together, and beside a
 * comparison that failed not at all.
 */
function unacceptedReasons(
  reasons: readonly string[],
  { unsettled = [], accepted = [] }: RegistrationInput,
): string[] {
  if (!reasons.every(isInBand)) return [...reasons];
  const isAccepted = (reason: string) => accepted.includes(ACCEPTED_BY[reason] ?? '');
  return [...unsettled, ...reasons].filter((reason) => !isAccepted(reason));
}

/** IndexFaces has no idempotency token, so user and image are claimed before it is called. */
async function claim(
  registration: RegistrationInput,
  selfie: PreparedSelfie,
  dependencies: ClaimEnrollmentDependencies,
): Promise<z.infer<typeof claimEnrollmentOutput>> {
  const { enrollments, freeEndedClaim, clock } = dependencies;
  const startedAt = clock();
  const { tenant, user_id } = registration;
  const wanted: EnrollmentClaim = {
    tenant,
    user_id,
    session_id: registration.session_id,
    image_sha256: selfie.sha256,
    image: { key: selfie.key, ...(selfie.version_id !== undefined ? { version_id: selfie.version_id } : {}) },
    state: 'claimed',
  };
  let result = await enrollments.claim(wanted);
  for (let freed = 0; freed < MAX_HOLDERS && !result.claimed && result.holder !== undefined; freed += 1) {
    if (!(await freeEndedClaim(tenant, result.holder))) break;
    result = await enrollments.claim(wanted);
  }
  const reasons = result.claimed ? [] : [TAKEN_REASONS[result.takenBy]];
  return recordCheck(registration, 'enrollment_claim', { reasons, calls: {} }, startedAt, {
    ...dependencies,
    prices: {},
  });
}
