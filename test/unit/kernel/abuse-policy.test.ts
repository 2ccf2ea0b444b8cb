import { describe, expect, it } from 'vitest';
import { ABUSE_PRESETS, abusePolicy } from '../../../lambda/kernel/abuse-policy.ts';

const refusalOf = (policy: object): string =>
  abusePolicy
    .safeParse(policy)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join() ?? 'none';
const { 'aws-whitepaper-2024': aws, 'nist-63b': nist } = ABUSE_PRESETS;

describe('the presets of the ladder', () => {
  it.each(Object.entries(ABUSE_PRESETS))(
    'are policies, and decide fewer at once than they allow: %s',
    (_, preset) => {
      expect(abusePolicy.parse(preset)).toEqual(preset);
      expect(preset.max_open_sessions.user).toBeLessThanOrEqual(preset.max_failures);
    },
  );

  it('have the numbers of the whitepaper, and those of NIST with presentation-attack detection', () => {
    expect(aws).toMatchObject({
      max_failures: 5,
      window_seconds: 180,
      timeout_seconds: [30 * 60, 45 * 60, 60 * 60],
      block_at_timeout: 4,
    });
    expect(nist).toMatchObject({ max_failures: 10, timeout_seconds: [30], block_at_failures: 100 });
  });
});

describe('a ladder', () => {
  it.each([
    ['a count that does not exist', { ...aws, count: 'by_day' }, 'count'],
    [
      'a count of one kind with the limits of the other',
      { ...aws, count: 'consecutive' },
      'block_at_failures',
    ],
    [
      'a block in place of the first timeout',
      { ...nist, max_failures: 100 },
      'block_at_failures must be above max_failures',
    ],
    ['more failures in a row than a ledger holds', { ...nist, block_at_failures: 101 }, 'block_at_failures'],
    ['no timeout', { ...nist, timeout_seconds: [] }, 'timeout_seconds'],
    ['a claimed device that one user locks', { ...nist, claimed_device_users: 1 }, 'claimed_device_users'],
  ])('refuses %s', (_what, policy, words) => {
    expect(refusalOf(policy)).toContain(words);
  });

  it('takes the numbers of NIST without presentation-attack detection', () => {
    expect(refusalOf({ ...nist, max_failures: 5, block_at_failures: 50 })).toBe('none');
  });
});
