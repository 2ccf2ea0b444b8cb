import { createHash } from 'node:crypto';
import { shardKeyProblem } from '../collections/domain/shard.ts';
import type { DeleteCause, FaceCollections, SeveralFaces } from '../collections/ports/face-collections.ts';
import { type GenerationRegistry, writtenGenerations } from '../collections/ports/generation-registry.ts';
import { copiesOf, type EnrollmentClaim, facesOf } from '../enrollment/domain/enrollment.ts';
import { mappingOf, type UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import { GenerationsChanged } from '../enrollment/generations-changed.ts';
import { indexCopies } from '../enrollment/index-copies.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { enrolledImageKey } from '../images/domain/enrolled-image-key.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { showOnePerson } from './compare-row-images.ts';
import type { ItemOutcome } from './contract.ts';
import { dropRefused, indexRowImages, type PlacedImage } from './index-row-images.ts';
import { type ManifestItem, outcomeOf, type Refusals } from './manifest-item.ts';
import type { BulkEnrollment } from './ports/bulk-enrollment.ts';
import type { ImageSourceOf } from './ports/image-sources.ts';
import { cropRowImage, type RowImage, readRowImage } from './row-image.ts';

export interface IndexItemDependencies {
  readonly enrollments: EnrollmentStore;
  readonly bulk: Pick<BulkEnrollment, 'enroll'>;
  readonly collections: FaceCollections & SeveralFaces;
  readonly sourceOf: ImageSourceOf;
  readonly faces: Pick<FaceAnalysis, 'detectFaces' | 'compareFaces'>;
  readonly enrolledImages: Pick<ImageStore, 'writeJpeg' | 'urlOf'>;
  readonly editor: Pick<ImageEditor, 'edit' | 'stitch'>;
  /** Finds another user with the face of an image; absent if the job does not search. */
  readonly findDuplicate?: (image: Uint8Array, userId: string) => Promise<string | undefined>;
  readonly collectionPrefix: string;
  readonly generations: GenerationRegistry;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/**
 * Indexes the images of one row of a manifest and enrolls its user, once: the claim on user and images
 * records the progress, so that the same row in this job or another adds no face.
 * @throws any error of a service; the row can then be retried
 */
export async function indexItem(
  item: ManifestItem,
  dependencies: IndexItemDependencies,
): Promise<ItemOutcome> {
  const { job } = item;
  const source = await dependencies.sourceOf(job.tenant, job.image_bucket);
  // created while the config listed the bucket, started after it was removed
  if (!source) throw new Error(`tenant ${job.tenant} imports from no bucket ${job.image_bucket}`);
  // a migration would lose a user without a shard in the generation that it fills
  const written = writtenGenerations(await dependencies.generations.get(job.tenant));
  if (written.some(({ shard_key }) => shardKeyProblem(shard_key, item) !== undefined))
    return outcomeOf(item, 'rejected', ['invalid_row']);

  const refusals = new Map<number, readonly string[]>();
  const images: PlacedImage[] = [];
  for (const [place, key] of item.imageKeys.entries()) {
    // what is outside the prefix is not there for the tenant
    const image = key.startsWith(source.prefix)
      ? await readRowImage(key, source.images, dependencies.editor)
      : 'image_missing';
    if (typeof image === 'string') refusals.set(place, [image]);
    else images.push({ ...image, place });
  }
  if (images.length === 0) return outcomeOf(item, 'rejected', reasonsIn(refusals), { refusals });
  const claim = await claimItem(item, images, dependencies);
  if (typeof claim === 'string') return outcomeOf(item, 'rejected', [claim]);
  if (claim.state === 'enrolled') {
    const own = claim.session_id === job.id;
    const codes = own ? [] : ['already_indexed'];
    return outcomeOf(item, own ? 'indexed' : 'skipped', codes, { claim, refusals });
  }
  const [first, ...others] = await shownImages(item, images, refusals, dependencies);
  // once indexed, the images have been compared
  if (first && !claim.face && !(await showOnePerson([first, ...others], dependencies))) {
    await undo(claim, 'undo', dependencies);
    return outcomeOf(item, 'rejected', ['different_people'], { refusals });
  }
  if (first) return indexAndEnrol(item, [first, ...others], claim, refusals, dependencies);
  await undo(claim, 'undo', dependencies);
  return outcomeOf(item, 'rejected', reasonsIn(refusals), { refusals });
}

const reasonsIn = (refusals: Refusals): readonly string[] => [...new Set([...refusals.values()].flat())];

/**
 * Returns the images as they are, or cropped if the job says so; an image without a face to crop is refused.
 */
async function shownImages(
  { job }: ManifestItem,
  images: readonly PlacedImage[],
  refusals: Map<number, readonly string[]>,
  dependencies: IndexItemDependencies,
): Promise<PlacedImage[]> {
  if (!job.crop_faces) return [...images];
  const shown: PlacedImage[] = [];
  for (const image of images) {
    const cropped = await cropRowImage(image, job.quality_gate, dependencies);
    if ('bytes' in cropped) shown.push({ ...cropped, place: image.place });
    else refusals.set(image.place, cropped);
  }
  return shown;
}

/** Returns the hash of an image, or one over all of several images. */
function hashOf(images: readonly RowImage[]): string {
  const [only, second] = images;
  if (only && !second) return only.sha256;
  const hash = createHash('sha256');
  for (const { sha256 } of images) hash.update(sha256);
  return hash.digest('hex');
}

/** Claims user and images; a killed job leaves claims behind, and the next one continues with them. */
async function claimItem(
  { job, userId, imageKeys }: ManifestItem,
  images: readonly RowImage[],
  { enrollments }: IndexItemDependencies,
): Promise<EnrollmentClaim | string> {
  const sha256 = hashOf(images);
  const wanted: EnrollmentClaim = {
    tenant: job.tenant,
    user_id: userId,
    session_id: job.id,
    image_sha256: sha256,
    image: { key: imageKeys[0] },
    state: 'claimed',
  };
  const result = await enrollments.claim(wanted);
  const held = await enrollments.get(job.tenant, userId);
  if (!held) {
    if (result.claimed) throw new Error('a claim was released while its row was worked on');
    return 'duplicate_image';
  }
  if (held.image_sha256 !== sha256) return 'user_already_enrolled';
  if (held.state === 'enrolled' || held.session_id.startsWith(`${ID_PREFIXES.indexJob}_`)) return held;
  return 'enrollment_in_progress';
}

/**
 * Returns the image from which a face was indexed.
 * @param place of the face's image; undefined if only one image was indexed
 * @throws Error if it is absent: another image must never be stored or copied instead
 */
function imageAt(images: readonly PlacedImage[], place: number | undefined): PlacedImage {
  const [only, second] = images;
  const image = place === undefined && !second ? only : images.find((one) => one.place === place);
  if (!image) throw new Error(`the row does not name the image that its face was indexed from (${place})`);
  return image;
}

async function indexAndEnrol(
  item: ManifestItem,
  images: readonly [PlacedImage, ...PlacedImage[]],
  claim: EnrollmentClaim,
  refusals: Refusals,
  dependencies: IndexItemDependencies,
): Promise<ItemOutcome> {
  const { enrollments, bulk } = dependencies;
  const duplicateOf = await dependencies.findDuplicate?.(images[0].bytes, item.userId);
  const duplicate = duplicateOf === undefined ? {} : { duplicate_of: duplicateOf };
  if (duplicateOf !== undefined && item.job.duplicates === 'refuse' && !claim.face) {
    await enrollments.release(claim);
    return { ...outcomeOf(item, 'rejected', ['duplicate_face']), ...duplicate };
  }
  const indexed = claim.face
    ? claim
    : await indexRowImages(claim, ownerOf(item), images, item.job.quality_gate, dependencies);
  if (!indexed.face) {
    await enrollments.release(indexed);
    return outcomeOf(item, 'rejected', ['face_not_detected'], { refusals });
  }
  const reasons = indexed.rejected_for ?? [];
  let held = indexed;
  if (reasons.length === 0) {
    await dropRefused(indexed, dependencies);
    const read = async () => imageAt(images, indexed.stitched?.image).bytes;
    await indexCopies(indexed, ownerOf(item), { ...dependencies, images: { read } });
    // with the copies
    held = (await enrollments.get(claim.tenant, claim.user_id)) ?? indexed;
    const complete = { ...held, attributes: item.attributes };
    const result = await bulk.enroll(complete, await mappingsOf(images, complete, dependencies));
    if (result === 'enrolled') {
      const codes = duplicateOf === undefined ? [] : ['duplicate_face'];
      return { ...outcomeOf(item, 'indexed', codes, { claim: complete, refusals }), ...duplicate };
    }
    if (result === 'generations_changed') throw new GenerationsChanged(claim.session_id);
  }
  await undo(held, reasons.length > 0 ? 'low_quality' : 'undo', dependencies);
  return outcomeOf(item, 'rejected', reasons.length > 0 ? reasons : ['duplicate_face'], { refusals });
}

/** Deletes the faces that a claim has indexed, and the claim. */
async function undo(
  claim: EnrollmentClaim,
  cause: DeleteCause,
  { enrollments, collections }: Pick<IndexItemDependencies, 'enrollments' | 'collections'>,
): Promise<void> {
  // revoked first, so that no other enrollment loses to a face that is about to be deleted
  for (const face of facesOf(claim)) {
    await enrollments.revoke(claim.tenant, face.face_id);
    await collections.delete(face.collection_id, [face.face_id], cause);
  }
  await enrollments.release(claim);
}

const ownerOf = ({ job, userId, attributes }: ManifestItem) => ({
  tenant: job.tenant,
  user_id: userId,
  attributes,
});

/** Stores each image for migrations and returns the mappings of its faces. */
async function mappingsOf(
  images: readonly PlacedImage[],
  claim: EnrollmentClaim,
  { enrolledImages, clock }: IndexItemDependencies,
): Promise<UserFaceMapping[]> {
  const { tenant, stitched } = claim;
  const kept = (stitched?.others ?? []).filter(({ rejected_for }) => rejected_for.length === 0);
  const faces = [
    ...copiesOf(claim).map((face) => ({ face, place: stitched?.image })),
    ...kept.map(({ face, image }) => ({ face, place: image })),
  ];
  // first, so that no row ever names a missing image
  for (const [imageId, place] of new Map(faces.map(({ face, place }) => [face.image_id, place])))
    await enrolledImages.writeJpeg(enrolledImageKey(tenant, imageId), imageAt(images, place).bytes);
  return faces.map(({ face }) => mappingOf(claim, face, enrolledImages, clock()));
}
