import { expect, it } from 'vitest';
import { alternativeMeans, alternativeReason } from '../../../lambda/kernel/alternative-path.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';

it('offers every means by default, and none where a policy names none', () => {
  expect([...DEFAULT_POLICY.alternative_path.means].sort()).toEqual([...alternativeMeans.options].sort());
  const none = { ...DEFAULT_POLICY, alternative_path: { means: [] } };
  expect(verificationPolicySchema.parse(none).alternative_path.means).toEqual([]);
});

it('asks people for a reason of a list, and never for text about their health', () => {
  expect(alternativeReason.safeParse('epilepsy since 2019').success).toBe(false);
  expect(alternativeReason.options).toContain('other');
});
