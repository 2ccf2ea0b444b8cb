import type * as z from 'zod/mini';
import type { EnrollmentClaim } from '../enrollment/domain/enrollment.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type { claimEnrollmentInput, claimEnrollmentOutput } from './contract.ts';

export interface ClaimEnrollmentDependencies {
  readonly sessions: SessionStore;
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

/** Claims user and image for this session before anything is indexed: IndexFaces has no idempotency token. */
export async function claimEnrollment(
  { registration, selfie }: z.infer<typeof claimEnrollmentInput>,
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
