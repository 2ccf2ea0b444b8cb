import type { Measure } from '../../kernel/check.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import { rulesOf, SELFIE_RULES, type SelfieRules } from '../../kernel/selfie-rules.ts';
import { type FaceQualityLimits, type ImageRole, QUALITY_RULES } from './quality-gate.ts';
import { judgeRules, type RuleConfidences, ruleMeasure } from './rule-verdict.ts';

/** Judgment of a face by the measures of an earlier one. */
export interface StoredQualityVerdict {
  readonly reasons: readonly ReasonCode[];
  /** Whether every rule that the limits ask for was measured. */
  readonly isComplete: boolean;
}

/** Judges a face by other limits, from the measures that a quality check has stored. */
export function judgeStoredQuality(
  measures: readonly Measure[],
  limits: FaceQualityLimits,
  role: ImageRole,
): StoredQualityVerdict {
  const values = new Map(measures.map(({ name, value }) => [name, value]));
  const judged = QUALITY_RULES.map((rule) => ({ rule, value: values.get(rule.measure) }));
  const failed = judged
    .filter(({ rule, value }) => value !== undefined && !rule.passes(value, limits))
    .map(({ rule }) => rule.reason);
  const reasons = [...new Set(failed)];
  const hasEachValue = judged.every(({ value }) => value !== undefined);
  if (role === 'document')
    return { reasons: reasons.map((reason) => `document_${reason}` as const), isComplete: hasEachValue };
  const confidences = confidencesOf(values);
  const asked = limits.rules ?? {};
  const measured = rulesOf(asked).filter((name) => confidences[name] !== undefined);
  const rules: SelfieRules = Object.fromEntries(measured.map((name) => [name, asked[name]]));
  return {
    reasons: [...reasons, ...judgeRules(confidences, rules).reasons],
    isComplete: hasEachValue && measured.length === rulesOf(asked).length,
  };
}

const confidencesOf = (values: ReadonlyMap<string, Measure['value']>): RuleConfidences =>
  Object.fromEntries(
    SELFIE_RULES.flatMap((name) => {
      const value = values.get(ruleMeasure(name));
      return typeof value === 'number' ? [[name, value]] : [];
    }),
  );
