import { type ItemOutcome, manifestRow } from '../contract/index-jobs.ts';
import type { VerificationPolicy } from '../contract/policy.ts';
import { enrolledImageKey } from '../domain/enrolled-image-key.ts';
import { type EnrolmentClaim, facesOf, type IndexedFace } from '../domain/enrolment.ts';
import { ID_PREFIXES } from '../domain/identifier.ts';
import type { IndexJob } from '../domain/index-job.ts';
import { judgeFace } from '../domain/quality-gate.ts';
import { shardKeyProblem } from '../domain/shard.ts';
import type { BulkEnrolment } from '../ports/bulk-enrolment.ts';
import type { Clock } from '../ports/clock.ts';
import type { EnrolmentStore } from '../ports/enrolment-store.ts';
import type { FaceAnalysis } from '../ports/face-analysis.ts';
import type { FaceCollections } from '../ports/face-collections.ts';
import type { FaceMapping } from '../ports/face-mapping-store.ts';
import type { GenerationRegistry } from '../ports/generation-registry.ts';
import type { NewIdentifier } from '../ports/identifiers.ts';
import type { ImageEditor } from '../ports/image-editor.ts';
import type { ImageSourceOf } from '../ports/image-sources.ts';
import type { ImageStore } from '../ports/image-store.ts';
import type { EmitMetric } from '../ports/metrics.ts';
import { keepFace, planFace } from './claimed-face.ts';
import { GenerationsChanged } from './decide-registration.ts';
import { indexCopies } from './index-copies.ts';
import { cropRowImage, type RowImage, readRowImage } from './row-image.ts';

export interface IndexItemDependencies {
  readonly enrolments: EnrolmentStore;
  readonly bulk: BulkEnrolment;
  readonly collections: FaceCollections;
  readonly sourceOf: ImageSourceOf;
  readonly faces: Pick<FaceAnalysis, 'detectFaces'>;
  readonly enrolledImages: Pick<ImageStore, 'writeJpeg' | 'urlOf'>;
  readonly editor: ImageEditor;
  /** Another user with the face of an image; absent where the job does not look. */
  readonly findDuplicate?: (image: Uint8Array, userId: string) => Promise<string | undefined>;
  readonly collectionPrefix: string;
  readonly generations: GenerationRegistry;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/** A row that is good so far. */
interface Item {
  readonly job: IndexJob;
  readonly index: number;
  readonly userId: string;
  readonly imageKey: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Indexes the image of one row of a manifest and enrols its user, once: the claim on user and image tells how far it
 * came, so that the same row again, in this job or another, adds no face.
 * @throws whatever a service throws; the row may then be tried again
 */
export async function indexItem(
  job: IndexJob,
  index: number,
  row: Readonly<Record<string, unknown>>,
  dependencies: IndexItemDependencies,
): Promise<ItemOutcome> {
  const parsed = manifestRow.safeParse(row);
  const source = dependencies.sourceOf(job.tenant, job.image_bucket);
  // created while the config named the bucket, started after it did no more
  if (!source) throw new Error(`tenant ${job.tenant} imports from no bucket ${job.image_bucket}`);
  if (!parsed.success || !parsed.data.image_key.startsWith(source.prefix)) return invalidRow(index, row);
  const { user_id: userId, image_key: imageKey, ...rest } = parsed.data;
  const { active: generation } = await dependencies.generations.get(job.tenant);
  const item = { job, index, userId, imageKey, attributes: attributesOf(rest) };
  if (shardKeyProblem(generation.shard_key, item) !== undefined) return invalidRow(index, row);

  const image = await readRowImage(imageKey, source.images, dependencies.editor);
  if (typeof image === 'string') return ended(item, 'rejected', [image]);
  const claim = await claimItem(item, image, dependencies);
  if (typeof claim === 'string')
    return ended(item, claim === 'already_indexed' ? 'skipped' : 'rejected', [claim]);
  if (claim.state === 'enrolled') {
    const own = claim.session_id === job.id;
    return ended(item, own ? 'indexed' : 'skipped', own ? [] : ['already_indexed'], claim.face);
  }
  const shown = job.crop_faces ? await cropRowImage(image, job.quality_gate, dependencies) : image;
  if ('bytes' in shown) return indexAndEnrol(item, shown, claim, dependencies);
  await undo(claim, dependencies);
  return ended(item, 'rejected', shown);
}

const invalidRow = (index: number, row: Readonly<Record<string, unknown>>): ItemOutcome => ({
  row: index,
  ...(typeof row.user_id === 'string' ? { user_id: row.user_id } : {}),
  ...(typeof row.image_key === 'string' ? { image_key: row.image_key } : {}),
  outcome: 'rejected',
  reason_codes: ['invalid_row'],
});

const ended = (
  { index, userId, imageKey }: Item,
  outcome: ItemOutcome['outcome'],
  reasonCodes: readonly string[],
  face?: IndexedFace,
): ItemOutcome => ({
  row: index,
  user_id: userId,
  image_key: imageKey,
  outcome,
  reason_codes: reasonCodes,
  ...(face ? { face_id: face.face_id, collection_id: face.collection_id } : {}),
});

/** JSON lines have them in a member of that name, CSV has a column each. */
function attributesOf({ attributes, ...columns }: Readonly<Record<string, unknown>>): Record<string, string> {
  const named = typeof attributes === 'object' && attributes !== null ? attributes : columns;
  return Object.fromEntries(
    Object.entries(named).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The claim on user and image; a job that was killed leaves some behind, and the next one goes on with them. */
async function claimItem(
  { job, userId, imageKey }: Item,
  { sha256 }: RowImage,
  { enrolments }: IndexItemDependencies,
): Promise<EnrolmentClaim | string> {
  const wanted: EnrolmentClaim = {
    tenant: job.tenant,
    user_id: userId,
    session_id: job.id,
    image_sha256: sha256,
    image: { key: imageKey },
    state: 'claimed',
  };
  const result = await enrolments.claim(wanted);
  const held = await enrolments.get(job.tenant, userId);
  if (!held) {
    if (result.claimed) throw new Error('a claim was released while its row was worked on');
    return 'duplicate_image';
  }
  if (held.image_sha256 !== sha256) return 'user_already_enrolled';
  if (held.state === 'enrolled' || held.session_id.startsWith(`${ID_PREFIXES.indexJob}_`)) return held;
  return 'enrolment_in_progress';
}

async function indexAndEnrol(
  item: Item,
  image: RowImage,
  claim: EnrolmentClaim,
  dependencies: IndexItemDependencies,
): Promise<ItemOutcome> {
  const { enrolments, bulk, emit } = dependencies;
  const duplicateOf = await dependencies.findDuplicate?.(image.bytes, item.userId);
  if (duplicateOf !== undefined && item.job.duplicates === 'refuse' && !claim.face) {
    await enrolments.release(claim);
    return { ...ended(item, 'rejected', ['duplicate_face']), duplicate_of: duplicateOf };
  }
  const indexed = claim.face ? claim : await indexOnce(item, image, claim, dependencies);
  if (!indexed?.face) {
    await enrolments.release(claim);
    return ended(item, 'rejected', ['face_not_detected']);
  }
  const reasons = indexed.rejected_for ?? [];
  if (reasons.length === 0) {
    const images = { read: async () => image.bytes };
    await indexCopies(indexed, ownerOf(item), { ...dependencies, images });
    const complete = (await enrolments.get(claim.tenant, claim.user_id)) ?? indexed;
    const result = await bulk.enrol(complete, await mappingsOf(item, image, complete, dependencies));
    if (result === 'enrolled') {
      return duplicateOf === undefined
        ? ended(item, 'indexed', [], indexed.face)
        : { ...ended(item, 'indexed', ['duplicate_face'], indexed.face), duplicate_of: duplicateOf };
    }
    if (result === 'generations_changed') throw new GenerationsChanged(claim.session_id);
  }
  await undo(indexed, dependencies);
  emit('FaceDeleted', 1, { Reason: reasons.length > 0 ? 'low_quality' : 'compensation' });
  return ended(item, 'rejected', reasons.length > 0 ? reasons : ['duplicate_face']);
}

/** Takes back what a claim has indexed, and the claim. */
async function undo(
  claim: EnrolmentClaim,
  { enrolments, collections }: Pick<IndexItemDependencies, 'enrolments' | 'collections'>,
): Promise<void> {
  // ruled out first, so that nobody yields to a face that is about to go
  for (const face of facesOf(claim)) {
    await enrolments.revoke(claim.tenant, face.face_id);
    await collections.delete(face.collection_id, [face.face_id]);
  }
  await enrolments.release(claim);
}

const ownerOf = ({ job, userId, attributes }: Item) => ({ tenant: job.tenant, user_id: userId, attributes });

/** Keeps the image for migrations, and says which faces were made of it. */
async function mappingsOf(
  { attributes }: Item,
  { bytes }: RowImage,
  claim: EnrolmentClaim,
  { enrolledImages, clock }: IndexItemDependencies,
): Promise<FaceMapping[]> {
  const { tenant, user_id, session_id, image_sha256, face } = claim;
  const key = enrolledImageKey(tenant, user_id, face?.image_id ?? '');
  // first, so that no row ever names an image that is not there
  await enrolledImages.writeJpeg(key, bytes);
  return facesOf(claim).map(({ collection_id, face_id, image_id, bounding_box, face_model_version }) => ({
    tenant,
    user_id,
    collection_id,
    face_id,
    image_id,
    s3_image_url: enrolledImages.urlOf(key),
    image_sha256,
    bbox: bounding_box,
    face_model_version,
    source: 'bulk' as const,
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    session_id,
    created_at: clock().toISOString(),
  }));
}

/** Plans, indexes, judges, and writes the face down: the claim as it is then; undefined where there is no face. */
async function indexOnce(
  item: Item,
  image: RowImage,
  claim: EnrolmentClaim,
  dependencies: IndexItemDependencies,
): Promise<EnrolmentClaim | undefined> {
  const { collections, policy } = dependencies;
  const images = { read: async () => image.bytes };
  const planned = await planFace(claim, ownerOf(item), { ...dependencies, images });
  const answer = await collections.index(planned.collection_id, image.bytes, planned.image_id);
  if (!answer) return undefined;
  const reasons = item.job.quality_gate
    ? judgeFace(answer.observation, image, policy.quality.selfie, 'selfie').reasons
    : [];
  await keepFace(claim, answer.face, reasons, dependencies);
  return { ...claim, planned, face: answer.face, rejected_for: [...reasons] };
}
