import { describe, expect, it } from 'vitest';
import { type InteractiveRate, RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';
import {
  COUNTING_MS,
  interactivePermits,
  LONGEST_WAIT_MS,
} from '../../../lambda/rate-limits/take-interactive-permits.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

/** Permits over a rate that answers with a wait, or fails. */
function permitsOver(answer: number | Error, longestWaitMs?: number) {
  const { emit, metrics } = recordedMetrics();
  const waits: number[] = [];
  const asked: unknown[] = [];
  const timeouts: number[] = [];
  const rate: InteractiveRate = {
    take: async (...args) => {
      asked.push(args.slice(0, 3));
      if (answer instanceof Error) throw answer;
      return { waitMs: answer };
    },
  };
  const timeout = (milliseconds: number) => {
    timeouts.push(milliseconds);
    return new AbortController().signal;
  };
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds);
  };
  const take = interactivePermits({ rate, wait, timeout, emit }, longestWaitMs);
  return { take, waits, asked, timeouts, metrics };
}

describe('permits for calls of a registration', () => {
  it('are taken without a wait while the rate has room', async () => {
    const { take, waits, asked, metrics } = permitsOver(0);
    await take('DetectFaces', 1);
    expect(asked).toEqual([['DetectFaces', 1, LONGEST_WAIT_MS]]);
    expect([waits, metrics]).toEqual([[], []]);
  });

  it('are waited for where registrations alone use the rate, and the wait is measured', async () => {
    const { take, waits, metrics } = permitsOver(740);
    await take('SearchFacesByImage', 16);
    expect(waits).toEqual([740]);
    expect(metrics).toEqual([
      { name: 'InteractiveCallWaited', value: 740, dimensions: { Operation: 'SearchFacesByImage' } },
    ]);
  });

  it('fail by the name that the state machine retries if the wait is too long', async () => {
    const { take, waits, metrics } = permitsOver(new RateExhausted('later'));
    await expect(take('IndexFaces', 1)).rejects.toThrow(RateExhausted);
    expect([waits, metrics]).toEqual([[], []]);
  });

  it('are not waited for where another region can take the call', async () => {
    const { take, asked } = permitsOver(0, 0);
    await take('CompareFaces', 1);
    expect(asked).toEqual([['CompareFaces', 1, 0]]);
  });

  it.each(['ProvisionedThroughputExceededException', 'AbortError', 'AccessDeniedException', 'ECONNREFUSED'])(
    'stop no registration if they cannot be counted: %s',
    async (name) => {
      const { take, waits, timeouts, metrics } = permitsOver(Object.assign(new Error(name), { name }));
      await take('SearchFacesByImage', 16);
      expect(waits).toEqual([]);
      // a table that hangs costs no more than this
      expect(timeouts).toEqual([COUNTING_MS]);
      expect(metrics).toEqual([
        { name: 'InteractiveCallUncounted', value: 16, dimensions: { Operation: 'SearchFacesByImage' } },
      ]);
    },
  );
});
