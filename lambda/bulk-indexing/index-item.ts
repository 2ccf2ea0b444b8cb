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
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { stops } from '../tombstones/domain/tombstone.ts';
import type { Tombstones } from '../tombstones/ports/tombstones.ts';
import { type AttestedConsentDependencies, attestedConsent } from './attested-consent.ts';
import { claimRow } from './claim-row.ts';
import { type JudgePeopleDependencies, refusalOfPeople } from './compare-row-images.ts';
import type { ItemOutcome } from './contract.ts';
import { dropRefused, indexRowImages, type PlacedImage } from './index-row-images.ts';
import { type ManifestItem, outcomeOf, type Refusals } from './manifest-item.ts';
import type { BulkEnrollment, RowConsent } from './ports/bulk-enrollment.ts';
import type { ImageSourceOf } from './ports/image-sources.ts';
import { cropRowImage, readRowImage } from './row-image.ts';

export interface IndexItemDependencies extends AttestedConsentDependencies {
  readonly enrollments: EnrollmentStore;
  readonly tombstones: Pick<Tombstones, 'erasedAt'>;
  readonly bulk: Pick<BulkEnrollment, 'enroll'>;
  readonly collections: FaceCollections & SeveralFaces;
  readonly sourceOf: ImageSourceOf;
  readonly faces: Pick<FaceAnalysis, 'detectFaces' | 'compareFaces'>;
  readonly mappings: JudgePeopleDependencies['mappings'];
  readonly enrolledImages: Pick<ImageStore, 'read' | 'keyOf' | 'writeJpeg' | 'urlOf' | 'delete'>;
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

  const erasedAt = await dependencies.tombstones.erasedAt(job.tenant, item.userId);
  if (stops(erasedAt, { session_id: job.id, created_at: job.created_at }))
    return outcomeOf(item, 'rejected', ['user_erased']);
  const consent = await attestedConsent(item, dependencies);
  if (consent === 'consent_withdrawn') return outcomeOf(item, 'rejected', [consent]);
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
  const claim = await claimRow(item, images, dependencies);
  if (typeof claim === 'string') return outcomeOf(item, 'rejected', [claim]);
  if (claim.state === 'enrolled') {
    const own = claim.session_id === job.id;
    const codes = own ? [] : ['already_indexed'];
    return outcomeOf(item, own ? 'indexed' : 'skipped', codes, { claim, refusals });
  }
  const [first, ...others] = await shownImages(item, images, refusals, dependencies);
  const reject = async (reasons: readonly string[]) => {
    await undo(claim, 'undo', dependencies);
    return outcomeOf(item, 'rejected', reasons, { refusals });
  };
  if (!first) return reject(reasonsIn(refusals));
  // once indexed, the images have been compared
  const refused = claim.face ? undefined : await refusalOfPeople([first, ...others], claim, dependencies);
  return refused === undefined
    ? indexAndEnrol({ ...item, consent }, [first, ...others], claim, refusals, dependencies)
    : reject([refused]);
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
  item: ManifestItem & { readonly consent: RowConsent },
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
    const mappings = await mappingsOf(images, complete, dependencies);
    const result = await bulk.enroll(complete, mappings, item.consent);
    if (result === 'enrolled') {
      if (item.consent.given) dependencies.emit('ConsentGiven', 1, { Channel: 'import' });
      const codes = duplicateOf === undefined ? [] : ['duplicate_face'];
      return { ...outcomeOf(item, 'indexed', codes, { claim: complete, refusals }), ...duplicate };
    }
    if (result === 'generations_changed') throw new GenerationsChanged(claim.session_id);
    if (result === 'consent_withdrawn') {
      await undo(held, 'undo', dependencies);
      return outcomeOf(item, 'rejected', [result], { refusals });
    }
    // refused, so that no row names the images
    for (const imageId of new Set(mappings.map(({ image_id }) => image_id)))
      await dependencies.enrolledImages.delete(enrolledImageKey(claim.tenant, imageId));
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
