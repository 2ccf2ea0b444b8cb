import type { LimitedOperation } from '../contract.ts';

/** One rate an operation, shared by everything that calls it in an account and region. */
export interface RateLimiter {
  /**
   * Reserves permits, fair among the tenants that compete; waits are told, not slept. All permits may be used once
   * `waitMs` are over, and count as used whether they are or not.
   * @throws RateExhausted where the next free permit is further ahead than anybody should wait
   */
  reserve(operation: LimitedOperation, tenant: string, permits: number): Promise<{ readonly waitMs: number }>;
  /** Tells that a call was throttled all the same: the rate steps down for a while. */
  throttled(operation: LimitedOperation): Promise<void>;
}

/** Too many permits are reserved ahead; state machines and queues try again by this name. */
export class RateExhausted extends Error {
  override readonly name = 'RateExhausted';
}
