import type { Caller } from '../kernel/caller.ts';
import { Problem } from '../kernel/problem.ts';

export type CallDecision =
  | { readonly granted: true }
  | { readonly granted: false; readonly limit: 'subject' | 'tenant'; readonly waitMs: number };

/** Grants calls by the limits of a caller and of its tenant. */
export interface CallLimiter {
  /** Takes a call of both limits, or of neither. It never fails: a call that cannot be counted is granted. */
  take(caller: Caller): Promise<CallDecision>;
}

/** @throws Problem `too_many_requests` if the caller or its tenant makes more calls than it may */
export async function refuseTooManyCalls(caller: Caller, limiter: CallLimiter): Promise<void> {
  const decision = await limiter.take(caller);
  if (decision.granted) return;
  const whose = decision.limit === 'subject' ? 'of this caller' : 'of your organization';
  const seconds = Math.max(1, Math.ceil(decision.waitMs / 1000));
  throw new Problem('too_many_requests', `too many calls ${whose}; retry in ${seconds} s`, {
    retry_after_seconds: seconds,
  });
}
