import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import { toPage } from '../kernel/page.ts';
import type { SubjectHash } from '../kernel/ports/subject-hash.ts';
import { type erasurePage, type ListErasuresQuery, toErasureSummary } from './contract.ts';
import type { Erasures } from './ports/erasures.ts';

/** Erasures that are read at a time; nearly every user has one. */
const READ_CONCURRENCY = 10;

export interface ListErasuresDependencies {
  readonly erasures: Pick<Erasures, 'get' | 'listOf'>;
  readonly subjectHash: SubjectHash;
}

/** Lists the erasures of a user, the newest first. Completed ones hold no id of the user, but their hash. */
export async function listErasures(
  { tenant }: Pick<Caller, 'tenant'>,
  userId: string,
  { limit, cursor }: ListErasuresQuery,
  { erasures, subjectHash }: ListErasuresDependencies,
): Promise<z.infer<typeof erasurePage>> {
  const { ids, lastId } = await erasures.listOf(tenant, await subjectHash(tenant, userId), limit, cursor);
  const found = await mapBounded(ids, READ_CONCURRENCY, (id) => erasures.get(tenant, id));
  return toPage(
    found.flatMap((one) => (one ? [toErasureSummary(one)] : [])),
    lastId,
  );
}
