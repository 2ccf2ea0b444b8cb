import type { z } from 'zod';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type { claimEnrollmentInput, claimEnrollmentOutput } from './contract.ts';

export interface ClaimEnrollmentDependencies {
  readonly sessions: SessionStore;
  readonly enrollments: Pick<EnrollmentStore, 'claim'>;
  readonly clock: Clock;
}

const TAKEN_REASONS = {
  user: 'user_already_enrolled',
  image: 'duplicate_image',
} as const satisfies Readonly<Record<string, ReasonCode>>;

/** Claims user and image for this session before anything is indexed: IndexFaces has no idempotency token. */
export async function claimEnrollment(
  { registration, selfie }: z.infer<typeof claimEnrollmentInput>,
  dependencies: ClaimEnrollmentDependencies,
): Promise<z.infer<typeof claimEnrollmentOutput>> {
  const startedAt = dependencies.clock();
  const result = await dependencies.enrollments.claim({
    tenant: registration.tenant,
    user_id: registration.user_id,
    session_id: registration.session_id,
    image_sha256: selfie.sha256,
    image: { key: selfie.key, ...(selfie.version_id !== undefined ? { version_id: selfie.version_id } : {}) },
    state: 'claimed',
  });
  const reasons = result.claimed ? [] : [TAKEN_REASONS[result.takenBy]];
  return recordCheck(registration, 'enrollment_claim', { reasons, calls: {} }, startedAt, {
    ...dependencies,
    prices: {},
  });
}
