import { expect, it } from 'vitest';
import { scheduledInput } from '../../../lambda/kernel/scheduled-input.ts';

it('names the tenants of a run', () => {
  expect(scheduledInput.parse({ tenants: ['acme', 'other'] })).toEqual({ tenants: ['acme', 'other'] });
});

it.each([[[]], [[1]], [['A b']], [undefined]])('is refused with the tenants %j', (tenants) => {
  expect(scheduledInput.safeParse({ tenants }).success).toBe(false);
});
