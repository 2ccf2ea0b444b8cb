import type { z } from 'zod';
import type { EnrolmentStore } from '../enrollment/ports/enrolment-store.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type { claimEnrolmentInput, claimEnrolmentOutput } from './contract.ts';

export interface ClaimEnrolmentDependencies {
  readonly sessions: SessionStore;
  readonly enrolments: Pick<EnrolmentStore, 'claim'>;
  readonly clock: Clock;
}

const TAKEN_REASONS = {
  user: 'user_already_enrolled',
  image: 'duplicate_image',
} as const satisfies Readonly<Record<string, ReasonCode>>;

/** Claims user and image for this session before anything is indexed: IndexFaces has no token against repetition. */
export async function claimEnrolment(
  { registration, selfie }: z.infer<typeof claimEnrolmentInput>,
  dependencies: ClaimEnrolmentDependencies,
): Promise<z.infer<typeof claimEnrolmentOutput>> {
  const startedAt = dependencies.clock();
  const result = await dependencies.enrolments.claim({
    tenant: registration.tenant,
    user_id: registration.user_id,
    session_id: registration.session_id,
    image_sha256: selfie.sha256,
    image: { key: selfie.key, ...(selfie.version_id !== undefined ? { version_id: selfie.version_id } : {}) },
    state: 'claimed',
  });
  const reasons = result.claimed ? [] : [TAKEN_REASONS[result.takenBy]];
  return recordCheck(registration, 'enrolment_claim', { reasons, calls: {} }, startedAt, {
    ...dependencies,
    prices: {},
  });
}
