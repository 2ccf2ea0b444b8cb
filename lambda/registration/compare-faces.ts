import type { z } from 'zod';
import { matchThreshold } from '../collections/domain/match-threshold.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { CheckFindings } from '../kernel/check.ts';
import { SIMILARITY_MEASURE } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type { compareFacesInput, compareFacesOutput } from './contract.ts';

export interface CompareFacesDependencies {
  readonly sessions: SessionStore;
  readonly images: Pick<ImageStore, 'read'>;
  readonly faces: Pick<FaceAnalysis, 'compareFaces'>;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Checks whether selfie and document show the same person (whitepaper 3.4). */
export async function compareFaces(
  { registration, selfie, document }: z.infer<typeof compareFacesInput>,
  dependencies: CompareFacesDependencies,
): Promise<z.infer<typeof compareFacesOutput>> {
  const { images, faces, policy, clock, emit } = dependencies;
  const startedAt = clock();
  const { match_thresholds, stateless_face_model_version } = policy;
  const threshold = matchThreshold(match_thresholds, stateless_face_model_version, registration.sensitivity);
  const [selfieBytes, documentBytes] = await Promise.all([images.read(selfie), images.read(document)]);
  const similarity = await faces.compareFaces(selfieBytes, documentBytes);

  const findings = judge(similarity, threshold);
  emit('FacesCompared', 1, { Result: findings.reasons[0] ?? 'match' });
  if (similarity !== undefined) emit('ComparisonSimilarity', similarity, {});
  return recordCheck(registration, 'face_match', findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
}

function judge(similarity: number | undefined, threshold: number): CheckFindings {
  const calls = { CompareFaces: 1 };
  if (similarity === undefined) return { reasons: ['document_face_not_found'], calls };
  return {
    reasons: similarity >= threshold ? [] : ['face_mismatch'],
    measures: [{ name: SIMILARITY_MEASURE, value: similarity, limit: `>= ${threshold}` }],
    calls,
  };
}
