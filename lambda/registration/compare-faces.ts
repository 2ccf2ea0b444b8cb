import type * as z from 'zod/mini';
import { matchThreshold } from '../collections/domain/match-threshold.ts';
import { type ComparisonLimits, judgeComparison } from '../images/domain/document-comparison.ts';
import { isSamePicture } from '../images/domain/same-picture.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { type CheckFindings, SIMILARITY_MEASURE } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { scoreBand } from '../kernel/score-band.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type { compareFacesInput, compareFacesOutput, PreparedImageReference } from './contract.ts';

export interface CompareFacesDependencies {
  readonly sessions: SessionStore;
  readonly images: Pick<ImageStore, 'read'>;
  readonly faces: Pick<FaceAnalysis, 'compareFaces'>;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Checks whether the selfie and the document's portrait show the
 * same person (whitepaper 3.4), in two different pictures.
 */
export async function compareFaces(
  { registration, selfie, document }: z.infer<typeof compareFacesInput>,
  dependencies: CompareFacesDependencies,
): Promise<z.infer<typeof compareFacesOutput>> {
  const { policy, clock, emit } = dependencies;
  const startedAt = clock();
  const { match_thresholds, stateless_face_model_version } = policy;
  const threshold = matchThreshold(match_thresholds, stateless_face_model_version, registration.sensitivity);
  const limits = { matchFrom: threshold, otherPersonBelow: policy.document.other_person_below };
  const findings: CheckFindings = isSamePicture(selfie, document)
    ? { reasons: ['document_is_selfie'], calls: {} }
    : await compare(selfie, document, limits, dependencies);
  emit('FacesCompared', 1, { Result: findings.reasons[0] ?? 'match' });
  const similarity = findings.measures?.find(({ name }) => name === SIMILARITY_MEASURE)?.value;
  if (similarity !== undefined) emit('ComparisonSimilarity', 1, { Band: scoreBand(Number(similarity)) });
  return recordCheck(registration, 'face_match', findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
}

async function compare(
  selfie: PreparedImageReference,
  document: PreparedImageReference,
  limits: ComparisonLimits,
  { images, faces }: CompareFacesDependencies,
): Promise<CheckFindings> {
  const [selfieBytes, documentBytes] = await Promise.all([images.read(selfie), images.read(document)]);
  const shown = { widthPx: document.shown_px.width, heightPx: document.shown_px.height };
  const found = await faces.compareFaces(selfieBytes, documentBytes);
  const judged = judgeComparison(found, { portrait: document.face, shown }, limits);
  return { ...judged, calls: { CompareFaces: 1 } };
}
