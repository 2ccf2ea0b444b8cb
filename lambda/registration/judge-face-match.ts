import type * as z from 'zod/mini';
import { matchThreshold, reviewFrom } from '../collections/domain/match-threshold.ts';
import { policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck, type Verdict } from '../sessions/record-check.ts';
import type { claimEnrollmentInput } from './contract.ts';
import { judgeFaceMatch as judge, type StoredComparison } from './domain/face-match.ts';

export interface JudgeFaceMatchDependencies {
  readonly sessions: SessionStore;
  readonly policy: VerificationPolicy;
  readonly emit: EmitMetric;
}

/** Input of the claim for a registration whose selfie was compared. */
type ComparedImages = Omit<z.infer<typeof claimEnrollmentInput>, 'selfie' | 'comparison'> & {
  readonly comparison: StoredComparison;
};

/**
 * Judges whether selfie and document show one person, once the comparison and the quality gate have both
 * answered, and records it with what the comparison cost.
 */
export async function judgeFaceMatch(
  { registration, refused_for, document, comparison }: ComparedImages,
  dependencies: JudgeFaceMatchDependencies,
): Promise<Verdict> {
  const { policy } = dependencies;
  const { match_thresholds, stateless_face_model_version } = policy;
  const judged = [match_thresholds, stateless_face_model_version, registration.sensitivity] as const;
  const findings = judge(comparison, document ?? undefined, {
    matchFrom: matchThreshold(...judged),
    reviewFrom: reviewFrom(...judged),
    otherPersonBelow: policy.document.other_person_below,
  });
  // the similarity of images that the quality gate refuses says little about matches
  const isCounted = refused_for.length === 0 && !comparison.known;
  const { document_sha256 } = comparison;
  const basis =
    document_sha256 === undefined
      ? {}
      : { basis: { document_sha256, policy_version: policyFingerprint(policy) } };
  return recordCheck(registration, 'face_match', { ...findings, ...basis }, new Date(comparison.started_at), {
    ...dependencies,
    clock: () => new Date(comparison.ended_at),
    prices: policy.prices_usd,
    isCounted,
  });
}
