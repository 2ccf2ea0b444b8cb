import type { CheckedClass } from '../contract.ts';

/** Classes whose data expire by the services themselves: rows by their time to live, objects by lifecycle. */
export type ExpiringClass = Exclude<CheckedClass, 'templates'>;

/** Looks for data of a tenant that should have expired. */
export interface RetentionProbes {
  /**
   * Counts what is past its time among the oldest data of a class.
   * @returns at most a page; 0 if everything of that age is gone
   */
  countPast(tenant: string, dataClass: ExpiringClass, now: Date): Promise<number>;
}
