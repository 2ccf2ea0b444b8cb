import type { Caller } from '../kernel/caller.ts';
import type { SubjectHash } from '../kernel/ports/subject-hash.ts';
import { Problem } from '../kernel/problem.ts';
import { type ErasureView, toErasureView } from './contract.ts';
import type { Erasures } from './ports/erasures.ts';

/**
 * Returns an erasure of a user. A completed one holds no id of the user, and is compared by their hash.
 * @throws Problem `not_found`, the same for an unknown erasure and another user's
 */
export async function getErasure(
  { tenant }: Pick<Caller, 'tenant'>,
  userId: string,
  id: string,
  { erasures, subjectHash }: { readonly erasures: Pick<Erasures, 'get'>; readonly subjectHash: SubjectHash },
): Promise<ErasureView> {
  const found = await erasures.get(tenant, id);
  if (!found || found.subject !== (await subjectHash(tenant, userId)))
    throw new Problem('not_found', `user ${userId} has no erasure request ${id}`);
  return toErasureView(found);
}
