import type { CollectionInventory } from '../collections/ports/collection-inventory.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import { LONGEST_ENROLLMENT_MS } from '../enrollment/domain/enrollment.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { creationTimeOf } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { disassociateFaces, type TakeFromVectorsDependencies } from '../user-vectors/disassociate-faces.ts';
import type { Migration, WorkedPage } from './domain/migration.ts';
import type { MigrationStore } from './ports/migration-store.ts';

export interface VerifyCollectionDependencies extends TakeFromVectorsDependencies {
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly inventory: Pick<CollectionInventory, 'listFaces'>;
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords'>;
  readonly migrations: Pick<MigrationStore, 'plannedImages'>;
  readonly clock: Clock;
}

/** Records read concurrently, and maximum faces deleted per call. */
const FACES_CONCURRENCY = 100;

/**
 * Deletes the faces of one page without an owner: a killed attempt indexed them, and maybe their user was
 * deleted since, so nothing else would find them. A face of a running enrollment has no record for a moment;
 * its image is young, and no migration has planned it.
 */
export async function verifyCollection(
  migration: Migration,
  collectionId: string,
  cursor: string | undefined,
  dependencies: VerifyCollectionDependencies,
): Promise<WorkedPage> {
  const { collections, inventory, enrollments, migrations, clock } = dependencies;
  const planned = await migrations.plannedImages(migration);
  const { faces, next } = await inventory.listFaces(collectionId, cursor);
  const youngest = clock().getTime() - LONGEST_ENROLLMENT_MS;
  for (let from = 0; from < faces.length; from += FACES_CONCURRENCY) {
    const some = faces.slice(from, from + FACES_CONCURRENCY);
    const records = await enrollments.faceRecords(
      migration.tenant,
      some.map(({ faceId }) => faceId),
    );
    const strays = some.filter(({ faceId, imageId = '' }) => {
      if (records.has(faceId)) return false;
      return planned.has(imageId) || (creationTimeOf(imageId)?.getTime() ?? 0) < youngest;
    });
    if (strays.length === 0) continue;
    await disassociateFaces(migration.tenant, collectionId, strays, dependencies);
    await collections.delete(
      collectionId,
      strays.map(({ faceId }) => faceId),
      'migration',
    );
  }
  return { looked: faces.length, next };
}
