import type { CollectionInventory } from '../collections/ports/collection-inventory.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import { LONGEST_ENROLMENT_MS } from '../enrollment/domain/enrolment.ts';
import type { EnrolmentStore } from '../enrollment/ports/enrolment-store.ts';
import { creationTimeOf } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { type TakeFromVectorsDependencies, takeFromVectors } from '../user-vectors/take-from-vectors.ts';
import type { Migration, WorkedPage } from './domain/migration.ts';
import type { MigrationStore } from './ports/migration-store.ts';

export interface VerifyCollectionDependencies extends TakeFromVectorsDependencies {
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly inventory: Pick<CollectionInventory, 'listFaces'>;
  readonly enrolments: Pick<EnrolmentStore, 'faceRecords'>;
  readonly migrations: Pick<MigrationStore, 'plannedImages'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Records that are read at once, and the most faces that are deleted with one call. */
const FACES_AT_ONCE = 100;

/**
 * Deletes the faces of one page that stand for nobody: an attempt that was killed has indexed them, and maybe their
 * user was deleted since, so that nobody else would come by. A face of an enrolment under way has no record for a
 * moment; its image is young, and no migration has planned it.
 */
export async function verifyCollection(
  migration: Migration,
  collectionId: string,
  cursor: string | undefined,
  dependencies: VerifyCollectionDependencies,
): Promise<WorkedPage> {
  const { collections, inventory, enrolments, migrations, clock, emit } = dependencies;
  const planned = await migrations.plannedImages(migration);
  const { faces, next } = await inventory.listFaces(collectionId, cursor);
  const youngest = clock().getTime() - LONGEST_ENROLMENT_MS;
  for (let from = 0; from < faces.length; from += FACES_AT_ONCE) {
    const some = faces.slice(from, from + FACES_AT_ONCE);
    const records = await enrolments.faceRecords(
      migration.tenant,
      some.map(({ faceId }) => faceId),
    );
    const strays = some.filter(({ faceId, imageId = '' }) => {
      if (records.has(faceId)) return false;
      return planned.has(imageId) || (creationTimeOf(imageId)?.getTime() ?? 0) < youngest;
    });
    if (strays.length === 0) continue;
    await takeFromVectors(migration.tenant, collectionId, strays, dependencies);
    await collections.delete(
      collectionId,
      strays.map(({ faceId }) => faceId),
    );
    emit('FaceDeleted', strays.length, { Reason: 'compensation' });
  }
  return { looked: faces.length, next };
}
