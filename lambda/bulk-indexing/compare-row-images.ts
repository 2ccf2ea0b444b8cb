import {
  type CompareWithEnrolledImagesDependencies,
  compareWithEnrolledImages,
} from '../authentication/compare-with-enrolled-images.ts';
import { matchThreshold } from '../collections/domain/match-threshold.ts';
import type { EnrollmentClaim } from '../enrollment/domain/enrollment.ts';
import { facesOfUser } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';

export interface CompareRowImagesDependencies {
  readonly faces: Pick<FaceAnalysis, 'compareFaces'>;
  readonly policy: VerificationPolicy;
  readonly emit: EmitMetric;
}

/**
 * Whether the images of a row show one person: each is compared with a first one that shows a face, at one
 * billed call per further image. An image without a face is nobody's, and indexing refuses it.
 */
export async function showOnePerson(
  images: readonly { readonly bytes: Uint8Array }[],
  { faces, policy, emit }: CompareRowImagesDependencies,
): Promise<boolean> {
  const { match_thresholds, stateless_face_model_version: version } = policy;
  const threshold = matchThreshold(match_thresholds, version, 'regular');
  // of several candidates at most one shows a face, or two of them would have been comparable
  let candidates: Uint8Array[] = [];
  let isFound = false;
  for (const { bytes } of images) {
    const compared = await compareWithAny(candidates, bytes, faces);
    if (compared) {
      const isAlike = compared.similarity >= threshold;
      emit('RowImagesCompared', 1, { Result: isAlike ? 'match' : 'different_people' });
      if (!isAlike) return false;
      candidates = [compared.reference];
      isFound = true;
    } else if (!isFound) candidates.push(bytes);
  }
  return true;
}

/** Why the people on the images of a row may not be enrolled as its user. */
export type PeopleRefusal =
  | 'face_limit_reached'
  | 'different_people'
  | 'not_the_enrolled_person'
  | 'face_not_detected';

export interface JudgePeopleDependencies
  extends CompareRowImagesDependencies,
    CompareWithEnrolledImagesDependencies {
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
}

/**
 * Judges who is on the images of a row: one person, and for a row that adds to an enrolled user the person
 * who is enrolled, by the sensitivity of re-enrollments. Images beyond the limit of faces are refused before
 * any billed call.
 * @returns why they are refused; undefined if they may be enrolled
 */
export async function refusalOfPeople(
  images: readonly { readonly bytes: Uint8Array }[],
  { tenant, user_id, former }: EnrollmentClaim,
  dependencies: JudgePeopleDependencies,
): Promise<PeopleRefusal | undefined> {
  const { policy, mappings, emit } = dependencies;
  const enrolled = former ? await mappings.listOfUser(tenant, user_id) : [];
  if (facesOfUser(enrolled) + images.length > policy.enrollment.max_faces) return 'face_limit_reached';
  if (!(await showOnePerson(images, dependencies))) return 'different_people';
  if (!former) return undefined;
  const threshold = matchThreshold(
    policy.match_thresholds,
    policy.stateless_face_model_version,
    policy.sensitivity.re_enrollment,
  );
  for (const { bytes } of images) {
    const { similarity, sawFaces } = await compareWithEnrolledImages(bytes, enrolled, dependencies);
    if (!sawFaces) continue;
    const isAlike = similarity >= threshold;
    emit('RowImagesCompared', 1, { Result: isAlike ? 'match' : 'not_the_enrolled_person' });
    return isAlike ? undefined : 'not_the_enrolled_person';
  }
  return 'face_not_detected';
}

/** Compares an image with the one of the references that shows a face; undefined if it or all show none. */
async function compareWithAny(
  references: readonly Uint8Array[],
  image: Uint8Array,
  faces: CompareRowImagesDependencies['faces'],
): Promise<{ readonly reference: Uint8Array; readonly similarity: number } | undefined> {
  for (const reference of references) {
    const found = await faces.compareFaces(reference, image);
    if (found?.faces.length)
      return { reference, similarity: Math.max(...found.faces.map(({ similarity }) => similarity)) };
  }
  return undefined;
}
