import { expect, it } from 'vitest';
import { takeoverSignal } from '../../../lambda/kernel/takeover-signal.ts';

it('a login signals a takeover if it is left open or shows another face, and in no other way', () => {
  expect(takeoverSignal.options).toEqual(['abandoned', 'mismatched']);
  expect(takeoverSignal.safeParse('declined').success).toBe(false);
});
