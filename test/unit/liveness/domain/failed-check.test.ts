import { expect, it } from 'vitest';
import { failedCheck, isUncounted } from '../../../../lambda/liveness/domain/failed-check.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const session = { liveness_failures: 0, liveness_failures_allowed: 2 };

it('a failed check is counted, and the last one that is allowed declines', () => {
  expect(failedCheck(session, 'liveness_confidence_low', 'v1', NOON)).toEqual({
    name: 'fail_liveness',
    facts: { liveness_failures: 1 },
  });
  const last = { ...session, liveness_failures: 1 };
  expect(failedCheck(last, 'liveness_check_failed', 'v1', NOON)).toMatchObject({
    name: 'exhaust_attempts',
    facts: {
      liveness_failures: 2,
      decision: {
        outcome: 'declined',
        reason_codes: ['attempts_exhausted', 'liveness_check_failed'],
        policy_version: 'v1',
      },
    },
  });
});

it('a check that an outdated app took is not counted, not even as the last one', () => {
  const last = { ...session, liveness_failures: 1 };
  expect(isUncounted('liveness_confidence_low')).toBe(false);
  expect(isUncounted('challenge_version_retired')).toBe(true);
  expect(failedCheck(last, 'challenge_version_retired', 'v1', NOON)).toEqual({
    name: 'fail_liveness',
    facts: {},
  });
});
