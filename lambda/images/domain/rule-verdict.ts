import type { Measure } from '../../kernel/check.ts';
import { SELFIE_RULES, type SelfieRule, type SelfieRules } from '../../kernel/selfie-rules.ts';

/** Reasons of the rules, which are those of a selfie alone: nobody chooses the face of a document. */
const RULE_REASONS = {
  eyes_open: 'eyes_closed',
  mouth_closed: 'mouth_open',
  no_sunglasses: 'sunglasses_worn',
  no_eyeglasses: 'eyeglasses_worn',
} as const satisfies Readonly<Record<SelfieRule, string>>;

export type RuleReason = (typeof RULE_REASONS)[SelfieRule];

/** Confidence in percent that a rule holds, of the rules that were asked about. */
export type RuleConfidences = Readonly<Partial<Record<SelfieRule, number>>>;

/** Returns the name of the measure of a rule. */
export const ruleMeasure = (name: SelfieRule): string => `${name}_percent`;

/** Judges the rules that are on. One that Rekognition says nothing about does not pass. */
export function judgeRules(
  confidences: RuleConfidences,
  rules: SelfieRules,
): { readonly reasons: readonly RuleReason[]; readonly measures: readonly Measure[] } {
  const judged = SELFIE_RULES.flatMap((name) => {
    const { min_confidence: limit } = rules[name] ?? {};
    return limit === undefined ? [] : [{ name, value: confidences[name], limit }];
  });
  return {
    reasons: judged
      .filter(({ value, limit }) => value === undefined || value < limit)
      .map(({ name }) => RULE_REASONS[name]),
    measures: judged.map(({ name, value = 0, limit }) => ({
      name: ruleMeasure(name),
      value,
      limit: `>= ${limit}`,
    })),
  };
}
