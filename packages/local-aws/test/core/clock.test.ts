import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

describe('the clock of the machine', () => {
  it('sleeps longer than a timer of Node.js can be set to', async () => {
    const waking = new AbortController();
    const month = systemClock.sleep(MONTH_MS, waking.signal).then(
      () => 'slept through a month',
      (reason: unknown) => reason,
    );
    const moment = systemClock.sleep(10).then(() => 'still asleep');
    expect(await Promise.race([month, moment])).toBe('still asleep');
    waking.abort('woken');
    expect(await month).toBe('woken');
  });

  it('does not begin to sleep where it was woken before', async () => {
    await expect(systemClock.sleep(MONTH_MS, AbortSignal.abort('woken'))).rejects.toBe('woken');
  });
});
