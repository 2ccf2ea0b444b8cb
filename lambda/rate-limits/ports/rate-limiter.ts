import type { LimitedOperation } from '../contract.ts';

/** One rate per operation, shared by all callers in an account and region. */
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

/** Too many permits are reserved ahead; state machines and queues retry by this name. */
export class RateExhausted extends Error {
  override readonly name = 'RateExhausted';
}
