import type { CollectionInventory } from '../ports/collection-inventory.ts';
import type { FaceCollections } from '../ports/face-collections.ts';
import type { FaceMappingStore } from '../ports/face-mapping-store.ts';
import type { MigrationStore } from '../ports/migration-store.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';

export interface EmptyCollectionDependencies {
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly inventory: Pick<CollectionInventory, 'listFaces'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfCollection'>;
  readonly migrations: Pick<MigrationStore, 'unmap'>;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const FACES_A_CALL = 100;

/**
 * Deletes some faces of a collection that nothing is written to any more: those that are mapped with their rows, and
 * then what is left. The collection itself stays: it belongs to the templates.
 * @returns false where it is empty
 */
export async function emptyPage(
  tenant: string,
  collectionId: string,
  { collections, inventory, mappings, migrations, limiter, wait }: EmptyCollectionDependencies,
): Promise<boolean> {
  const remove = async (faceIds: readonly string[]) => {
    const { waitMs } = await limiter.reserve('DeleteFaces', tenant, 1);
    await wait(waitMs);
    await collections.delete(collectionId, faceIds);
  };
  const { mappings: mapped } = await mappings.listOfCollection(tenant, collectionId, FACES_A_CALL);
  if (mapped.length > 0) {
    // the faces first: a row without its face is found by anybody who looks for the user, a face without its row is not
    await remove(mapped.map(({ face_id }) => face_id));
    await migrations.unmap(mapped);
    return true;
  }
  const { faces } = await inventory.listFaces(collectionId);
  if (faces.length === 0) return false;
  await remove(faces.slice(0, FACES_A_CALL).map(({ faceId }) => faceId));
  return true;
}
