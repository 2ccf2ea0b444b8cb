import * as z from 'zod/mini';
import { percent } from './percent.ts';

/**
 * Rules for the picture of a selfie beyond its quality (whitepaper 3.1). Each is off unless the policy has
 * it, and is judged by one attribute that Rekognition then returns with the calls that are made anyway.
 */
export const SELFIE_RULES = ['eyes_open', 'mouth_closed', 'no_sunglasses', 'no_eyeglasses'] as const;
export type SelfieRule = (typeof SELFIE_RULES)[number];

const rule = z.optional(
  z.strictObject({
    /**
     * Least confidence in percent that the rule holds. Where Rekognition sees the opposite with a confidence
     * of 90, it is 10: a low minimum refuses what is surely wrong, a high one takes what is surely right.
     */
    min_confidence: percent,
  }),
);

export const selfieRules = z.strictObject({
  eyes_open: rule,
  mouth_closed: rule,
  no_sunglasses: rule,
  no_eyeglasses: rule,
} satisfies Record<SelfieRule, typeof rule>);

/** Rules that are on, each with its limit in percent. */
export type SelfieRules = {
  readonly [Rule in SelfieRule]?: { readonly min_confidence: number } | undefined;
};

/** Returns the rules that are on, in a fixed order. */
export const rulesOf = (rules: SelfieRules): readonly SelfieRule[] =>
  SELFIE_RULES.filter((name) => rules[name] !== undefined);
