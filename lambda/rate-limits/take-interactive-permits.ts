import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { InteractiveOperation } from './contract.ts';
import { type InteractiveRate, RateExhausted } from './ports/rate-limiter.ts';

export interface TakeInteractivePermitsDependencies {
  readonly rate: InteractiveRate;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Returns a signal that aborts after a number of milliseconds. */
  readonly timeout: (milliseconds: number) => AbortSignal;
  readonly emit: EmitMetric;
}

/** Takes permits for calls of a registration and waits until they may be used. @throws RateExhausted */
export type TakePermits = (operation: InteractiveOperation, permits: number) => Promise<void>;

/**
 * A task has 28 s. The longest, a search, then has 12 s to search, 8 s to wait for competitors and two
 * seconds to spare; beyond this wait, the state machine retries.
 */
export const LONGEST_WAIT_MS = 5_000;
/** Time for counting a call; a write takes some 10 ms, and a first connection a few hundred. */
export const COUNTING_MS = 1_000;

/**
 * Takes permits above bulk calls. If they cannot be counted, the registration goes on without: an outage of
 * the limiter must stop nobody, and Rekognition holds its quota itself.
 * @param longestWaitMs 0 where another region can take the call at once
 */
export const interactivePermits =
  (
    { rate, wait, timeout, emit }: TakeInteractivePermitsDependencies,
    longestWaitMs: number = LONGEST_WAIT_MS,
  ): TakePermits =>
  async (operation, permits) => {
    const { waitMs } = await rate
      .take(operation, permits, longestWaitMs, timeout(COUNTING_MS))
      .catch((error: unknown) => {
        if (error instanceof RateExhausted) throw error;
        emit('InteractiveCallUncounted', permits, { Operation: operation });
        return { waitMs: 0 };
      });
    if (waitMs === 0) return;
    emit('InteractiveCallWaited', waitMs, { Operation: operation });
    await wait(waitMs);
  };
