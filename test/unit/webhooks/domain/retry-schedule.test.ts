import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_ATTEMPTS,
  MAX_DELAY_SECONDS,
  MAX_VISIBILITY_SECONDS,
  RETRY_DELAYS_SECONDS,
  retryDelaySeconds,
  splitDelay,
} from '../../../../lambda/webhooks/domain/retry-schedule.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempt = fc.integer({ min: 1, max: MAX_ATTEMPTS });

describe('the retries of a delivery', () => {
  it('are at 5 s, 5 min, 30 min, 2 h, 5 h and 10 h after the attempt before, and then no more', () => {
    const delays = Array.from({ length: MAX_ATTEMPTS }, (_, made) => retryDelaySeconds(made + 1, 0));
    expect(delays).toEqual([5, 300, 1800, 7200, 18_000, 36_000, undefined]);
    expect(RETRY_DELAYS_SECONDS).toHaveLength(6);
  });

  it('come at most a fifth later, and never earlier', () => {
    fc.assert(
      fc.property(attempt, random, (made, chance) => {
        const [delay, least] = [retryDelaySeconds(made, chance), retryDelaySeconds(made, 0)];
        if (delay === undefined || least === undefined) {
          expect(made).toBe(MAX_ATTEMPTS);
          return;
        }
        expect(delay).toBeGreaterThanOrEqual(least);
        expect(delay).toBeLessThanOrEqual(Math.round(least * 1.2));
      }),
      { numRuns: 200 },
    );
  });

  it('wait longer each time, whatever the jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_ATTEMPTS - 2 }), random, random, (made, one, other) => {
        expect(retryDelaySeconds(made + 1, one)).toBeGreaterThan(retryDelaySeconds(made, other) ?? 0);
      }),
      { numRuns: 200 },
    );
  });

  it('wait for as long as the receiver asks, up to an hour, and never for less than their delay', () => {
    expect(retryDelaySeconds(1, 0, 120)).toBe(120);
    expect(retryDelaySeconds(1, 0, 86_400)).toBe(3600);
    expect(retryDelaySeconds(5, 0, 120)).toBe(18_000);
    expect(retryDelaySeconds(MAX_ATTEMPTS, 0, 120)).toBeUndefined();
  });

  it('are held by SQS for a quarter of an hour, and then hidden', () => {
    expect(splitDelay(5)).toEqual({ delaySeconds: 5, holdSeconds: 0 });
    expect(splitDelay(900)).toEqual({ delaySeconds: 900, holdSeconds: 0 });
    expect(splitDelay(43_200)).toEqual({ delaySeconds: 900, holdSeconds: 42_300 });
  });

  it('come later by the share that is drawn', () => {
    expect(retryDelaySeconds(3, 0.5)).toBe(1980);
    expect(retryDelaySeconds(6, 0.999_999)).toBe(43_200);
  });

  it('are within what SQS can hold a message for', () => {
    fc.assert(
      fc.property(attempt, random, fc.integer({ min: 0, max: 1_000_000 }), (made, chance, asked) => {
        const delay = retryDelaySeconds(made, chance, asked);
        if (delay === undefined) return;
        const { delaySeconds, holdSeconds } = splitDelay(delay);
        expect(delaySeconds + holdSeconds).toBe(delay);
        expect(delaySeconds).toBeLessThanOrEqual(MAX_DELAY_SECONDS);
        expect(holdSeconds).toBeGreaterThanOrEqual(0);
        expect(holdSeconds).toBeLessThanOrEqual(MAX_VISIBILITY_SECONDS);
      }),
      { numRuns: 200 },
    );
  });
});
