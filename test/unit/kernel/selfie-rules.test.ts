import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rulesOf, SELFIE_RULES, selfieRules } from '../../../lambda/kernel/selfie-rules.ts';

it('a policy has the rules that it names, with limits that are percentages, and no others', () => {
  const percent = fc.double({ min: 1.01, max: 100, noNaN: true });
  fc.assert(
    fc.property(fc.subarray([...SELFIE_RULES]), percent, (names, min_confidence) => {
      const rules = selfieRules.parse(Object.fromEntries(names.map((name) => [name, { min_confidence }])));
      expect(rulesOf(rules)).toEqual(names);
    }),
  );
  for (const wrong of [
    { smiling: { min_confidence: 50 } },
    { eyes_open: true },
    { eyes_open: {} },
    { eyes_open: { min_confidence: 101 } },
    { eyes_open: { min_confidence: 50, max_confidence: 60 } },
  ])
    expect(selfieRules.safeParse(wrong).success).toBe(false);
});
