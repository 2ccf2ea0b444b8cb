import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { type VerificationPolicy, verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import type { SelfieRule, SelfieRules } from '../../../lambda/kernel/selfie-rules.ts';

/** A face as Rekognition describes it: of the rules, only those that were asked about. */
export function observed(face: FaceObservation, rules: readonly SelfieRule[] = []): FaceObservation {
  const { ruleConfidences = {}, ...rest } = face;
  if (rules.length === 0) return rest;
  const asked = Object.entries(ruleConfidences).filter(([name]) => rules.some((rule) => rule === name));
  return { ...rest, ruleConfidences: Object.fromEntries(asked) };
}

/** Eyes shut, behind glasses: what rules that are off never see. */
export const BLINKING = { eyes_open: 3, mouth_closed: 99, no_sunglasses: 99, no_eyeglasses: 2 } as const;

/** The default policy, with rules for the picture of a selfie. */
export const withRules = (rules: SelfieRules): VerificationPolicy =>
  verificationPolicySchema.parse({
    ...DEFAULT_POLICY,
    quality: { ...DEFAULT_POLICY.quality, selfie: { ...DEFAULT_POLICY.quality.selfie, rules } },
  });
