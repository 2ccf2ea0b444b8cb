import { collectionOfOwner } from '../collections/collections-to-write.ts';
import type { Generation } from '../collections/contract.ts';
import type { FaceCollections, SeveralFaces } from '../collections/ports/face-collections.ts';
import type { FaceMapping } from '../enrollment/domain/face-mapping.ts';
import { indexSameFace } from '../enrollment/index-same-face.ts';
import { deleteLeftovers } from '../enrollment/leftover-faces.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { MissingImage, MissingImages } from '../enrollment/ports/missing-images.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { type BillableCalls, sumCalls } from '../kernel/billing.ts';
import { ownerKey, ownerOf } from '../kernel/face-owner.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { isErased } from '../tombstones/is-erased.ts';
import type { Tombstones } from '../tombstones/ports/tombstones.ts';
import { type Migration, type MigrationCounts, NO_IMAGES } from './domain/migration.ts';
import type { MigrationStore } from './ports/migration-store.ts';

export interface MigrateImageDependencies {
  readonly migrations: Pick<MigrationStore, 'get' | 'planImage' | 'forgetImage' | 'mapCopy'>;
  readonly missing: Pick<MissingImages, 'record' | 'forget'>;
  readonly tombstones: Pick<Tombstones, 'erasedAt'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfOwner'>;
  readonly enrolledImages: Pick<ImageStore, 'find' | 'read' | 'keyOf'>;
  readonly collections: FaceCollections & SeveralFaces;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly collectionPrefix: string;
  readonly newIdentifier: NewIdentifier;
}

/** The result of one image: one of the counts. */
export interface MovedImage {
  readonly result: keyof MigrationCounts;
  readonly calls: BillableCalls;
}

/**
 * Indexes the image of a face into its owner's collection of another generation, once: a face mapped by an
 * earlier attempt stays, and unrecorded faces of one are deleted first. An owner who is deleted meanwhile is
 * in neither generation.
 */
export async function migrateImage(
  migration: Migration,
  target: Generation,
  source: FaceMapping,
  dependencies: MigrateImageDependencies,
): Promise<MovedImage> {
  const { migrations, missing, mappings, enrolledImages, collections, collectionPrefix, newIdentifier } =
    dependencies;
  const fail = async (reason: MissingImage['reason'], calls: BillableCalls): Promise<MovedImage> => {
    const { image_id } = source;
    await missing.record(source.tenant, target.generation, { user_id: ownerKey(source), image_id, reason });
    await migrations.forgetImage(migration, image_id);
    return { result: 'failed', calls };
  };
  const collection = collectionOfOwner(collectionPrefix, target, source);
  if (collection === undefined) return fail('shard_attribute_missing', {});
  const isThere = async () =>
    (await mappings.listOfOwner(source.tenant, ownerOf(source))).some(
      ({ collection_id, image_id }) => collection_id === collection && image_id === source.image_id,
    );
  if (await isThere()) return { result: 'present', calls: {} };
  // a backup may have brought the mapping back
  if (await isErased(source, dependencies.tombstones)) return { result: 'present', calls: {} };

  const key = enrolledImages.keyOf(source.s3_image_url);
  if (!(await enrolledImages.find(key))) return fail('image_missing', {});
  const image = await enrolledImages.read({ key });
  // a canceled generation is being emptied: a face written now would stay
  const current = await migrations.get(source.tenant, migration.id);
  if (current?.status !== 'filling') return { result: 'present', calls: {} };
  const attempt = newIdentifier(ID_PREFIXES.migration);
  const wasPlanned = await migrations.planImage(migration, source.image_id, attempt);
  // another attempt may have just mapped it; after the plan it no longer can
  if (await isThere()) {
    await migrations.forgetImage(migration, source.image_id);
    return { result: 'present', calls: {} };
  }
  const cleaning = wasPlanned ? await deleteLeftovers(source, collection, image, dependencies) : {};

  const { answer, calls } = await indexSameFace(source, collection, image, 'migration', dependencies);
  const paid = sumCalls([cleaning, calls]);
  if (typeof answer === 'string') return fail(answer, paid);
  const { face } = answer;
  const copy = {
    ...source,
    collection_id: collection,
    face_id: face.face_id,
    bbox: face.bounding_box,
    face_model_version: face.face_model_version,
  };
  if (await migrations.mapCopy(migration, source, copy, attempt)) {
    await missing.forget(source.tenant, target.generation, source.image_id);
    return { result: 'indexed', calls: paid };
  }
  // the plan stays: it may belong to another attempt by now, and the verification deletes it otherwise
  await collections.delete(collection, [face.face_id], 'migration');
  return { result: 'present', calls: paid };
}

/** Adds up the counts of a page. */
export function sumOfImages(moved: readonly MovedImage[]): {
  readonly counts: MigrationCounts;
  readonly calls: BillableCalls;
} {
  const counts = { ...NO_IMAGES };
  for (const { result } of moved) counts[result] += 1;
  return { counts, calls: sumCalls(moved.map(({ calls }) => calls)) };
}
