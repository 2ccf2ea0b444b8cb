import type { Prices } from '../kernel/billing.ts';
import type { IndexJobView } from './contract.ts';
import { type IndexJob, progressOf } from './domain/index-job.ts';

/** A job as operators see it. */
export function toIndexJobView(job: IndexJob, prices: Prices, now: Date): IndexJobView {
  const { tenant: _tenant, calls, ...told } = job;
  return { ...told, billable_calls: calls, ...progressOf(job, prices, now) };
}
