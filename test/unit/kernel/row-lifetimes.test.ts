import { expect, it } from 'vitest';
import { ROW_LIFETIME_DAYS, rowLifetimeMs } from '../../../lambda/kernel/row-lifetimes.ts';

it('a lifetime is whole days, in milliseconds', () => {
  expect(rowLifetimeMs('idempotency')).toBe(86_400_000);
  for (const days of Object.values(ROW_LIFETIME_DAYS)) expect(days).toBeGreaterThanOrEqual(1);
});
