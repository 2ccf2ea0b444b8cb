import type { z } from 'zod';
import type { claimEnrolmentInput, claimEnrolmentOutput } from '../contract/registration-workflow.ts';
import type { ReasonCode } from '../domain/reason-code.ts';
import type { Clock } from '../ports/clock.ts';
import type { EnrolmentStore } from '../ports/enrolment-store.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { recordCheck } from './record-check.ts';

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
