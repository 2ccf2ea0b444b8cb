import type { ShardedOwner } from '../collections/collections-to-write.ts';
import type { IndexedFace } from '../collections/domain/indexed-face.ts';
import type { FaceCollections, IndexAnswer, SeveralFaces } from '../collections/ports/face-collections.ts';
import {
  type KeepFaceDependencies,
  keepFace,
  type PlanFaceDependencies,
  planFace,
} from '../enrollment/claimed-face.ts';
import type { EnrollmentClaim } from '../enrollment/domain/enrollment.ts';
import { judgeFaceQuality } from '../images/domain/quality-gate.ts';
import { areAlone, layOut, placeFace } from '../images/domain/stitching.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { isReasonCode, type ReasonCode } from '../kernel/reason-code.ts';
import { rulesOf } from '../kernel/selfie-rules.ts';
import type { RowImage } from './row-image.ts';

export interface IndexRowImagesDependencies extends PlanFaceDependencies, KeepFaceDependencies {
  readonly enrollments: PlanFaceDependencies['enrollments'] & KeepFaceDependencies['enrollments'];
  readonly collections: FaceCollections & SeveralFaces;
  readonly editor: Pick<ImageEditor, 'stitch'>;
  readonly policy: VerificationPolicy;
}

/** An image of a row, and its place among the row's images. */
export interface PlacedImage extends RowImage {
  readonly place: number;
}

/** Maximum faces that stitched images may show next to the intended ones. */
const MAX_FACES = 10;

/**
 * Plans, indexes, checks and records the faces of a row: one
 * image by itself, several in one call (whitepaper 3.5.1).
 * @param gate whether faces that fail the quality rules are deleted
 * @returns the changed claim, without a face if none was detected
 */
export async function indexRowImages(
  claim: EnrollmentClaim,
  owner: ShardedOwner,
  images: readonly PlacedImage[],
  gate: boolean,
  dependencies: IndexRowImagesDependencies,
): Promise<EnrollmentClaim> {
  const bytes = images.map((image) => image.bytes);
  const planned = await planFace(claim, owner, bytes, dependencies);
  const found = await lookAt(images, planned, gate, dependencies);
  // acceptable faces first: the first face represents the enrollment
  const [first, ...others] = found.toSorted((one, other) => one.reasons.length - other.reasons.length);
  if (!first) return { ...claim, planned };
  const stitched =
    images.length > 1
      ? {
          image: first.place,
          others: others.map(({ place, face, reasons }) => ({
            image: place,
            face,
            rejected_for: [...reasons],
          })),
        }
      : undefined;
  // the others have their own ids: each image is stored and migrated separately
  const face = { ...first.face, image_id: planned.image_id };
  await keepFace(claim, face, first.reasons, dependencies, stitched);
  return {
    ...claim,
    planned,
    face,
    rejected_for: [...first.reasons],
    ...(stitched ? { stitched } : {}),
  };
}

interface JudgedFace {
  readonly place: number;
  readonly face: IndexedFace;
  readonly reasons: readonly ReasonCode[];
}

async function lookAt(
  images: readonly PlacedImage[],
  { collection_id, image_id }: NonNullable<EnrollmentClaim['planned']>,
  gate: boolean,
  { collections, editor, policy, newIdentifier }: IndexRowImagesDependencies,
): Promise<JudgedFace[]> {
  const judged = (observation: IndexAnswer['observation'], image: Pick<RowImage, 'widthPx' | 'heightPx'>) =>
    gate ? judgeFaceQuality(observation, image, policy.quality.selfie, 'selfie').reasons : [];
  const rules = gate ? rulesOf(policy.quality.selfie.rules) : [];
  const [only, second] = images;
  if (!only) return [];
  if (!second) {
    const answer = await collections.index(collection_id, only.bytes, image_id, 'index_job', rules);
    if (!answer) return [];
    // with or without the gate: nothing says whose face the row means
    const reasons: readonly ReasonCode[] = answer.unindexed
      ? ['multiple_faces_detected']
      : judged(answer.observation, only);
    return [{ place: only.place, face: answer.face, reasons }];
  }
  const stitching = layOut(images);
  const stitched = await editor.stitch(
    images.map((image) => image.bytes),
    stitching,
  );
  const answers = await collections.indexSeveral(
    collection_id,
    stitched.bytes,
    image_id,
    MAX_FACES,
    'index_job',
    rules,
  );
  const placed = answers.map(({ face }) => placeFace(stitching, face.bounding_box));
  const alone = areAlone(placed);
  return answers.map(({ face, observation }, index): JudgedFace => {
    const { image = 0, box } = placed[index] ?? { box: face.bounding_box };
    const tile = stitching.tiles[image] ?? stitching;
    return {
      place: images[image]?.place ?? 0,
      face: { ...face, image_id: newIdentifier(ID_PREFIXES.image), bounding_box: box },
      reasons: alone[index]
        ? judged({ ...observation, boundingBox: box }, tile)
        : ['multiple_faces_detected'],
    };
  });
}

/** Deletes further faces of a claim that may not stay; repeating this is harmless. */
export async function dropRefused(
  { tenant, stitched }: EnrollmentClaim,
  {
    enrollments,
    collections,
  }: {
    readonly enrollments: { revoke(tenant: string, faceId: string): Promise<boolean> };
    readonly collections: Pick<FaceCollections, 'delete'>;
  },
): Promise<void> {
  const refused = (stitched?.others ?? []).filter(({ rejected_for }) => rejected_for.some(isReasonCode));
  for (const { face } of refused) {
    await enrollments.revoke(tenant, face.face_id);
    await collections.delete(face.collection_id, [face.face_id], 'low_quality');
  }
}
