import { expect, it } from 'vitest';
import {
  LATE_CHECK_DELAY_SECONDS,
  lateCheckMode,
  lateCheckRequest,
} from '../../../lambda/late-check/contract.ts';

it('a message names a registration, and nothing of the person', () => {
  const request = { tenant: 'acme', session_id: 'vs_1', user_id: 'user-1' };
  expect(lateCheckRequest.parse({ ...request, image: 'x' })).toEqual(request);
  expect(lateCheckRequest.safeParse({ ...request, user_id: '' }).success).toBe(false);
});

it('a check is late, but within what SQS delays a message by', () => {
  expect(LATE_CHECK_DELAY_SECONDS).toBeGreaterThanOrEqual(60);
  expect(LATE_CHECK_DELAY_SECONDS).toBeLessThanOrEqual(900);
  expect(lateCheckMode.options).toEqual(['off', 'overlapping', 'all']);
});
