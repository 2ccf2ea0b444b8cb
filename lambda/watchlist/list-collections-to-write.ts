import { type CollectionNames, collectionOfList } from '../collections/collections-to-write.ts';
import { galleryOf } from '../collections/contract.ts';
import { writtenGenerations } from '../collections/ports/generation-registry.ts';

/** The collections to which a face of a list is currently written. */
export interface ListCollections {
  /** Revision of the tenant's generations. */
  readonly revision: number;
  readonly active: string;
  /** Collections of the other generations that a migration writes. */
  readonly copies: readonly string[];
}

/**
 * Returns the collections to which a face of a list is currently written, one in each written generation.
 * Their shapes are kept like those of generations, so that a reconciliation finds their faces even after the
 * list has left the config.
 */
export async function listCollectionsToWrite(
  tenant: string,
  listId: string,
  { collectionPrefix, generations }: CollectionNames,
): Promise<ListCollections> {
  const state = await generations.get(tenant);
  const written = writtenGenerations(state);
  for (const { generation } of written) await generations.keep(tenant, galleryOf(generation, listId));
  const [active = '', ...copies] = written.map((generation) =>
    collectionOfList(collectionPrefix, generation, tenant, listId),
  );
  return { revision: state.revision, active, copies };
}
