import type { InteractiveOperation, LimitedOperation } from '../contract.ts';

/** One rate per operation, shared by the bulk calls of all tenants in an account and region. */
export interface RateLimiter {
  /**
   * Reserves permits, fairly among competing tenants; returns the wait instead of
   * sleeping. All permits may be used after `waitMs`, and count as used in any case.
   * @throws RateExhausted if the next free permit is too far ahead to wait for
   */
  reserve(operation: LimitedOperation, tenant: string, permits: number): Promise<{ readonly waitMs: number }>;
  /** Reports that a call was throttled nevertheless: the rate steps down for a while. */
  throttled(operation: LimitedOperation): Promise<void>;
}

/** The same rate for calls that somebody waits for; bulk calls yield to them. */
export interface InteractiveRate {
  /**
   * Takes permits of the first window that interactive calls have not used up, even if bulk calls have
   * reserved all of it. Permits that no window has within the longest wait are not counted, if it has others.
   * @throws RateExhausted if no permit is free within `longestWaitMs`
   */
  take(
    operation: InteractiveOperation,
    permits: number,
    longestWaitMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly waitMs: number }>;
}

/** Too many permits are reserved ahead; state machines and queues retry by this name. */
export class RateExhausted extends Error {
  override readonly name = 'RateExhausted';
}
