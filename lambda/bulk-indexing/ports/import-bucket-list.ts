import type { TenantImportBuckets } from '../contract.ts';

export interface ImportBucketList {
  /** Returns the buckets that a tenant may import from. */
  of(tenant: string): Promise<TenantImportBuckets>;
}
