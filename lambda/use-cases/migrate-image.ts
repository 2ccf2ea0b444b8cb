import type { Generation } from '../contract/generations.ts';
import { type BillableCalls, sumCalls } from '../domain/billing.ts';
import { sameFace } from '../domain/box-overlap.ts';
import { ID_PREFIXES } from '../domain/identifier.ts';
import { type Migration, type MigrationCounts, NO_IMAGES } from '../domain/migration.ts';
import type { FaceCollections, IndexAnswer, SeveralFaces } from '../ports/face-collections.ts';
import type { FaceMapping, FaceMappingStore } from '../ports/face-mapping-store.ts';
import type { NewIdentifier } from '../ports/identifiers.ts';
import type { ImageStore } from '../ports/image-store.ts';
import type { MigrationStore } from '../ports/migration-store.ts';
import type { MissingImage, MissingImages } from '../ports/missing-images.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import { collectionOfUser } from './collections-to-write.ts';

export interface MigrateImageDependencies {
  readonly migrations: Pick<MigrationStore, 'get' | 'planImage' | 'forgetImage' | 'mapCopy'>;
  readonly missing: Pick<MissingImages, 'record' | 'forget'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly enrolledImages: Pick<ImageStore, 'find' | 'read' | 'keyOf'>;
  readonly collections: FaceCollections & SeveralFaces;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly collectionPrefix: string;
  readonly newIdentifier: NewIdentifier;
}

/** What came of one image: one of the counts. */
export interface MovedImage {
  readonly result: keyof MigrationCounts;
  readonly calls: BillableCalls;
}

/** An image finds its own face with a similarity of 100, give or take rounding. */
const OWN_IMAGE_THRESHOLD = 99;
/** Faces that an image may show beside the one that is meant. */
const MOST_FACES = 10;

/**
 * Indexes the image of a face into its user's shard of another generation, once: what an earlier try has mapped is
 * left as it is, and what it indexed without being able to say so is deleted first. A user who is deleted meanwhile is
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
  const collection = collectionOfUser(collectionPrefix, target, source);
  const isThere = async () =>
    (await mappings.listOfUser(source.tenant, source.user_id)).some(
      ({ collection_id, image_id }) => collection_id === collection && image_id === source.image_id,
    );
  if (await isThere()) return { result: 'present', calls: {} };

  const fail = async (reason: MissingImage['reason'], calls: BillableCalls): Promise<MovedImage> => {
    const { user_id, image_id } = source;
    await missing.record(source.tenant, target.generation, { user_id, image_id, reason });
    await migrations.forgetImage(migration, image_id);
    return { result: 'failed', calls };
  };
  const key = enrolledImages.keyOf(source.s3_image_url);
  if (!(await enrolledImages.find(key))) return fail('image_missing', {});
  const image = await enrolledImages.read({ key });
  // a canceled generation is being emptied: what came into it now would stay
  const current = await migrations.get(source.tenant, migration.id);
  if (current?.status !== 'filling') return { result: 'present', calls: {} };
  const attempt = newIdentifier(ID_PREFIXES.migration);
  const wasPlanned = await migrations.planImage(migration, source.image_id, attempt);
  // another attempt may have mapped it a moment ago; from the plan on, it cannot any more
  if (await isThere()) {
    await migrations.forgetImage(migration, source.image_id);
    return { result: 'present', calls: {} };
  }
  const cleaning = wasPlanned ? await deleteLeftovers(source, collection, image, dependencies) : {};

  const { answer, calls } = await indexSameFace(source, collection, image, dependencies);
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
  // the plan stays: it may be another attempt's by now, and the verification forgets it otherwise
  await collections.delete(collection, [face.face_id]);
  return { result: 'present', calls: paid };
}

/** Deletes what a try that died has indexed: it looks like the image and carries its id. */
export async function deleteLeftovers(
  { image_id }: Pick<FaceMapping, 'image_id'>,
  collection: string,
  image: Uint8Array,
  { collections }: { readonly collections: Pick<FaceCollections, 'search' | 'delete'> },
): Promise<BillableCalls> {
  const found = await collections.search(collection, image, OWN_IMAGE_THRESHOLD);
  const leftovers = (found?.faces ?? []).filter(({ imageId }) => imageId === image_id);
  if (leftovers.length > 0)
    await collections.delete(
      collection,
      leftovers.map(({ faceId }) => faceId),
    );
  return { SearchFacesByImage: 1 };
}

/** Indexes the face that the box of the source is around, even where it is not the largest of the image. */
export async function indexSameFace(
  { tenant, image_id, bbox }: FaceMapping,
  collection: string,
  image: Uint8Array,
  { collections, limiter, wait }: Pick<MigrateImageDependencies, 'collections' | 'limiter' | 'wait'>,
): Promise<{ answer: IndexAnswer | 'face_not_detected' | 'face_not_matched'; calls: BillableCalls }> {
  const permit = async () => wait((await limiter.reserve('IndexFaces', tenant, 1)).waitMs);
  await permit();
  const largest = await collections.index(collection, image, image_id);
  if (!largest) return { answer: 'face_not_detected', calls: { IndexFaces: 1 } };
  if (sameFace(bbox, [largest.face.bounding_box]) !== undefined)
    return { answer: largest, calls: { IndexFaces: 1 } };
  await collections.delete(collection, [largest.face.face_id]);
  await permit();
  const all = await collections.indexSeveral(collection, image, image_id, MOST_FACES);
  const meant = sameFace(
    bbox,
    all.map(({ face }) => face.bounding_box),
  );
  const others = all.filter((_, index) => index !== meant).map(({ face }) => face.face_id);
  if (others.length > 0) await collections.delete(collection, others);
  const answer = meant === undefined ? undefined : all[meant];
  return { answer: answer ?? 'face_not_matched', calls: { IndexFaces: 2 } };
}

/** The figures of a page. */
export function sumOfImages(moved: readonly MovedImage[]): {
  readonly counts: MigrationCounts;
  readonly calls: BillableCalls;
} {
  const counts = { ...NO_IMAGES };
  for (const { result } of moved) counts[result] += 1;
  return { counts, calls: sumCalls(moved.map(({ calls }) => calls)) };
}
