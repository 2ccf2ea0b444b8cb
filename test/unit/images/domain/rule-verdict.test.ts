import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRules } from '../../../../lambda/images/domain/rule-verdict.ts';
import { isReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import { SELFIE_RULES, type SelfieRule } from '../../../../lambda/kernel/selfie-rules.ts';

const percent = fc.double({ min: 0, max: 100, noNaN: true });
const confidences = fc.dictionary(fc.constantFrom(...SELFIE_RULES), percent);
const rules = fc.dictionary(
  fc.constantFrom(...SELFIE_RULES),
  percent.map((min_confidence) => ({ min_confidence })),
);

describe('the verdict on the rules of a selfie', () => {
  it('says nothing of a rule that is off, whatever Rekognition sees', () => {
    fc.assert(
      fc.property(confidences, rules, (seen, on) => {
        const { reasons, measures } = judgeRules(seen, on);
        const names = SELFIE_RULES.filter((name) => on[name]);
        expect(measures.map(({ name }) => name)).toEqual(names.map((name) => `${name}_percent`));
        expect(reasons.length).toBeLessThanOrEqual(names.length);
        expect(judgeRules(seen, {})).toEqual({ reasons: [], measures: [] });
      }),
    );
  });

  it('passes a rule from its limit on, which is inclusive', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SELFIE_RULES), percent, percent, (name, seen, min_confidence) => {
        const { reasons, measures } = judgeRules({ [name]: seen }, { [name]: { min_confidence } });
        expect(reasons.length === 0).toBe(seen >= min_confidence);
        expect(measures).toEqual([{ name: `${name}_percent`, value: seen, limit: `>= ${min_confidence}` }]);
      }),
    );
  });

  it('is monotone: what passes still passes with more confidence, and with a lower limit', () => {
    fc.assert(
      fc.property(confidences, rules, fc.constantFrom(...SELFIE_RULES), percent, (seen, on, name, by) => {
        const failed = new Set(judgeRules(seen, on).reasons);
        const surer = { ...seen, [name]: Math.min(100, (seen[name] ?? 0) + by) };
        const limit = on[name]?.min_confidence ?? 0;
        const laxer = { ...on, [name]: { min_confidence: Math.max(0, limit - by) } };
        for (const reason of judgeRules(surer, on).reasons) expect(failed).toContain(reason);
        if (on[name]) for (const reason of judgeRules(seen, laxer).reasons) expect(failed).toContain(reason);
      }),
    );
  });

  it('passes no rule that the answer says nothing about', () => {
    expect(judgeRules({}, { eyes_open: { min_confidence: 0 } })).toEqual({
      reasons: ['eyes_closed'],
      measures: [{ name: 'eyes_open_percent', value: 0, limit: '>= 0' }],
    });
  });

  it.each([
    ['eyes_open', 'eyes_closed'],
    ['mouth_closed', 'mouth_open'],
    ['no_sunglasses', 'sunglasses_worn'],
    ['no_eyeglasses', 'eyeglasses_worn'],
  ] as const satisfies readonly (readonly [SelfieRule, string])[])('of %s is %s', (name, reason) => {
    expect(judgeRules({ [name]: 49 }, { [name]: { min_confidence: 50 } }).reasons).toEqual([reason]);
    expect(isReasonCode(reason)).toBe(true);
  });
});
