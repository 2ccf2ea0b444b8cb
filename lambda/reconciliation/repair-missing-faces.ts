import type { IndexedFace } from '../collections/domain/indexed-face.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { FaceMapping } from '../enrollment/domain/face-mapping.ts';
import { sameFace } from '../images/domain/box-overlap.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import type { ReconcileCollectionInput, ReconciliationPolicy } from './contract.ts';
import { ownerInFinding } from './domain/reconciliation.ts';
import type { ReconciledFaces } from './ports/reconciled-faces.ts';
import type { ReconciliationStore } from './ports/reconciliation-store.ts';
import { recordFinding } from './record-finding.ts';

export interface RepairMissingDependencies {
  readonly faces: Pick<ReconciledFaces, 'written' | 'replace'>;
  readonly collections: Pick<FaceCollections, 'index' | 'delete'>;
  readonly enrolledImages: Pick<ImageStore, 'find' | 'read' | 'keyOf'>;
  readonly reconciliations: Pick<ReconciliationStore, 'record'>;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly policy: ReconciliationPolicy;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Reports mapped faces that are gone and, according to policy, indexes them again from their images. */
export async function repairMissingFaces(
  input: ReconcileCollectionInput,
  gone: readonly FaceMapping[],
  dependencies: RepairMissingDependencies,
): Promise<void> {
  if (gone.length === 0) return;
  const { tenant, collection_id, dry_run } = input;
  // the index that lists a collection lags: it may still contain a face that was just deleted
  const written = await dependencies.faces.written(
    tenant,
    collection_id,
    gone.map(({ face_id }) => face_id),
  );
  for (const mapping of gone) {
    const { face_id } = mapping;
    if (!written.get(face_id)?.mapped) continue;
    const isRepaired =
      !dry_run &&
      dependencies.policy.missing_faces === 're_index' &&
      (await indexAgain(mapping, dependencies));
    await recordFinding(
      input,
      {
        kind: 'missing_face',
        collection_id,
        face_id,
        ...ownerInFinding(mapping),
        outcome: isRepaired ? 're_indexed' : 'reported',
      },
      dependencies,
    );
  }
}

/**
 * Indexes the image of a mapping under its own image id, so that a concurrent deletion of the owner deletes
 * this face too. Returns false if the image is gone or shows another face now, or the owner was deleted.
 */
async function indexAgain(
  mapping: FaceMapping,
  { collections, enrolledImages, faces, limiter, wait }: RepairMissingDependencies,
): Promise<boolean> {
  const key = enrolledImages.keyOf(mapping.s3_image_url);
  const image = await enrolledImages.find(key);
  if (!image) return false;
  await wait((await limiter.reserve('IndexFaces', mapping.tenant, 1)).waitMs);
  const bytes = await enrolledImages.read(image);
  const answer = await collections.index(mapping.collection_id, bytes, mapping.image_id, 'repair');
  if (!answer) return false;
  const isRepaired =
    sameFace(mapping.bbox, [answer.face.bounding_box]) !== undefined &&
    (await faces.replace(mapping, inPlaceOf(mapping, answer.face)));
  if (!isRepaired) await collections.delete(mapping.collection_id, [answer.face.face_id], 'repair');
  return isRepaired;
}

const inPlaceOf = (mapping: FaceMapping, face: IndexedFace): FaceMapping => ({
  ...mapping,
  face_id: face.face_id,
  bbox: face.bounding_box,
  face_model_version: face.face_model_version,
});
