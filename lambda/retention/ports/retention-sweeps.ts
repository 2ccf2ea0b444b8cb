import type { RetentionSweep } from '../domain/retention-sweep.ts';

/** The progress of sweeps, one for each tenant. */
export interface RetentionSweeps {
  get(tenant: string): Promise<RetentionSweep | undefined>;
  put(sweep: RetentionSweep): Promise<void>;
}
