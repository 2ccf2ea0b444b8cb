import type * as z from 'zod/mini';
import type { IndexedFace } from '../collections/domain/indexed-face.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import { keepFace, planFace } from '../enrollment/claimed-face.ts';
import { ConsentWithdrawn, consentedCollections } from '../enrollment/consented-collections.ts';
import { indexCopies } from '../enrollment/index-copies.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { judgeLargestFace } from '../images/domain/quality-gate.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { CheckFindings } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { isReasonCode, type ReasonCode } from '../kernel/reason-code.ts';
import { rulesOf } from '../kernel/selfie-rules.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type { indexFaceInput, indexFaceOutput } from './contract.ts';
import { consentOf, consentRefusal, type StopWithoutConsentDependencies } from './stop-without-consent.ts';

type Input = z.infer<typeof indexFaceInput>;

export interface IndexFaceDependencies extends StopWithoutConsentDependencies {
  readonly sessions: SessionStore;
  readonly enrollments: Pick<
    EnrollmentStore,
    'get' | 'plan' | 'recordFace' | 'recordCopy' | 'dropCopy' | 'revoke'
  >;
  readonly collections: FaceCollections;
  readonly images: Pick<ImageStore, 'read'>;
  readonly collectionPrefix: string;
  readonly generations: GenerationRegistry;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/**
 * Indexes the selfie into the user's own shard and judges it by the answer (whitepaper 3.3.1 and 3.5.1). A
 * face that may not stay is revoked at once, and deleted once the session is declined: DeleteFaces allows 5
 * calls per second, for which no decision waits. A repeated call returns the same result: the claim records
 * the progress. Consent is read before each call, so none begins after a withdrawal was read.
 */
export async function indexFace(
  input: Input,
  dependencies: IndexFaceDependencies,
): Promise<z.infer<typeof indexFaceOutput>> {
  const consenting = consentOf(input.registration);
  const collections = consentedCollections(dependencies.collections, consenting, dependencies);
  try {
    return await indexConsented(input, { ...dependencies, collections });
  } catch (error) {
    if (error instanceof ConsentWithdrawn) return consentRefusal(dependencies);
    throw error;
  }
}

async function indexConsented(
  { registration, selfie }: Input,
  dependencies: IndexFaceDependencies,
): Promise<z.infer<typeof indexFaceOutput>> {
  const startedAt = dependencies.clock();
  const [claim, image] = await Promise.all([
    dependencies.enrollments.get(registration.tenant, registration.user_id),
    dependencies.images.read(selfie),
  ]);
  if (claim?.session_id !== registration.session_id)
    throw new Error(`session ${registration.session_id} holds no claim on its user; claim before indexing`);
  const report = (findings: CheckFindings) =>
    recordCheck(registration, 'face_indexing', findings, startedAt, {
      ...dependencies,
      prices: dependencies.policy.prices_usd,
    });
  if (claim.face) {
    const reasons = (claim.rejected_for ?? []).filter(isReasonCode);
    const session = await dependencies.sessions.get(registration.tenant, registration.session_id);
    // a crash came between recording the face and reporting it; the measures are lost
    if (!session?.checks.face_indexing) await report({ reasons, calls: CALLS });
    if (reasons.length === 0) await indexCopies(claim, registration, dependencies);
    return answerOf(claim.face, reasons);
  }

  const { selfie: limits } = dependencies.policy.quality;
  const planned = await planFace(claim, registration, [image], dependencies);
  const answer = await dependencies.collections.index(
    planned.collection_id,
    image,
    planned.image_id,
    'registration',
    rulesOf(limits.rules),
  );
  if (!answer) return report({ reasons: ['face_not_detected'], calls: CALLS });
  const size = { widthPx: selfie.width_px, heightPx: selfie.height_px };
  const faces = 1 + (answer.unindexed ?? 0);
  const { reasons, measures } = judgeLargestFace(answer.observation, faces, size, limits, 'selfie');
  await keepFace(claim, answer.face, reasons, dependencies);
  // both end before this attempt does: a copy that is indexed after the next one has begun would be nobody's
  const [reported, copied] = await Promise.allSettled([
    report({ reasons, measures, calls: CALLS }),
    ...(reasons.length === 0
      ? [indexCopies({ ...claim, planned, face: answer.face }, registration, dependencies)]
      : []),
  ]);
  if (reported.status === 'rejected') throw reported.reason;
  if (copied?.status === 'rejected') throw copied.reason;
  return answerOf(answer.face, reasons);
}

const CALLS = { IndexFaces: 1 } as const;

const answerOf = (face: IndexedFace, reasons: readonly ReasonCode[]): z.infer<typeof indexFaceOutput> =>
  reasons.length === 0
    ? { continue: true, reason_codes: [], enrollment: face }
    : { continue: false, reason_codes: [...reasons] };
