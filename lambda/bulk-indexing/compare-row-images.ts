import { matchThreshold } from '../collections/domain/match-threshold.ts';
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
