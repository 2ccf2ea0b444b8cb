import * as z from 'zod/mini';
import type { Check } from '../../kernel/check.ts';
import { isReasonCode, type ReasonCode } from '../../kernel/reason-code.ts';

/** Why it is unknown how a policy would have decided. */
export const unknownBecause = z.enum([
  'check_not_made',
  'search_not_made',
  'below_searched_threshold',
  'measure_not_taken',
  'other_capture',
  'unknown_model',
  'policy_not_valid',
]);
export type UnknownBecause = z.infer<typeof unknownBecause>;

/** A stored check under another policy. */
export interface JudgedAgain {
  /** Reasons that the check has for certain. */
  readonly reasons: readonly ReasonCode[];
  /** Why it may have others; absent if these are all. */
  readonly unknown?: UnknownBecause;
}

export const certain = (reasons: readonly ReasonCode[]): JudgedAgain => ({ reasons });
export const unknown = (because: UnknownBecause, reasons: readonly ReasonCode[] = []): JudgedAgain => ({
  reasons,
  unknown: because,
});

/** Returns the reasons that a check was stored with. */
export const storedReasons = ({ reason_codes }: Check): readonly ReasonCode[] =>
  reason_codes.filter(isReasonCode);

/** Judges a check without the measures that it needs: its reasons stay, and without any it is unknown. */
export const unmeasured = (check: Check): JudgedAgain => {
  const reasons = storedReasons(check);
  return reasons.length > 0 ? certain(reasons) : unknown('measure_not_taken');
};

/** Returns a measured number; undefined if there is none. */
export function numberOf({ measures }: Check, measure: string): number | undefined {
  const value = measures.find(({ name }) => name === measure)?.value;
  return typeof value === 'number' ? value : undefined;
}
