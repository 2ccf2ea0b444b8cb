import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { BillableCalls } from '../kernel/billing.ts';
import { type SearchAllShardsDependencies, searchAllShards } from '../search/search-all-shards.ts';

export interface FindDuplicateUserDependencies extends SearchAllShardsDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords'>;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
}

/**
 * Finds another user enrolled with the face of an image, the most similar one who forms no allowed pair with
 * the user. Costs one call per shard.
 * @throws SearchIncomplete if any shard did not answer
 */
export async function findDuplicateUser(
  image: Uint8Array,
  tenant: string,
  userId: string,
  dependencies: FindDuplicateUserDependencies,
): Promise<{ readonly userId?: string; readonly calls: BillableCalls }> {
  const { candidates, calls } = await searchAllShards(image, tenant, 'duplicate', 'faces', dependencies);
  const [records, allowed] = await Promise.all([
    dependencies.enrollments.faceRecords(
      tenant,
      candidates.map(({ id }) => id),
    ),
    dependencies.pairs.pairedWith(tenant, userId),
  ]);
  const counts = (id?: string) => id !== userId && !(id !== undefined && allowed.has(id));
  const other = candidates
    .map(({ id }) => records.get(id))
    .find((record) => record?.state === 'mapped' && counts(record.user_id));
  return { calls, ...(other?.user_id === undefined ? {} : { userId: other.user_id }) };
}
