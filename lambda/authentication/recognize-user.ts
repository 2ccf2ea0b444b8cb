import { collectionOfUser } from '../collections/collections-to-write.ts';
import { matchThreshold } from '../collections/domain/match-threshold.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { CheckFindings, CheckName } from '../kernel/check.ts';
import { SIMILARITY_MEASURE } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import type { Sensitivity } from '../kernel/sensitivity.ts';
import { generationOfCollection, regionOfCollection } from '../kernel/tenancy.ts';
import { facesOfCandidates } from '../search/faces-of-candidates.ts';
import { type SearchCollectionsDependencies, searchCollections } from '../search/search-collections.ts';
import { userVectorId } from '../user-vectors/domain/user-vector.ts';
import {
  type CompareWithEnrolledImagesDependencies,
  compareWithEnrolledImages,
} from './compare-with-enrolled-images.ts';
import { OWN_FACES_MEASURE } from './domain/recognition-method.ts';

export interface RecognizeUserDependencies
  extends SearchCollectionsDependencies,
    CompareWithEnrolledImagesDependencies {
  readonly mappings: Pick<FaceMappingStore, 'listOfUser' | 'replicasOfUser'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly faces: Pick<FaceAnalysis, 'compareFaces'>;
  readonly generations: Pick<GenerationRegistry, 'get'>;
  readonly collectionPrefix: string;
  readonly policy: VerificationPolicy;
}

/** The user who is claimed to be on a selfie. */
export interface RecognizedUser {
  readonly tenant: string;
  readonly user_id: string;
  readonly sensitivity: Sensitivity;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly selfie: ImageReference;
}

/** Findings of a check by its name. */
export interface Recognition {
  readonly check: CheckName;
  readonly findings: CheckFindings;
}

/**
 * Asks whether a selfie shows the claimed user, by any of the user's faces (whitepaper 2.1 and 5.3).
 * @param shown the selfie as it is sent
 * @param enrolled faces of the user
 */
export const recognizeUser = (
  method: VerificationPolicy['authentication']['method'],
  shown: Uint8Array,
  enrolled: readonly UserFaceMapping[],
  user: RecognizedUser,
  dependencies: RecognizeUserDependencies,
): Promise<Recognition> =>
  method === 'search'
    ? searchOwnCollections(shown, enrolled, user, dependencies)
    : compareWithEnrolled(shown, enrolled, user, dependencies);

/** Searches only the collections with the user's own faces, and accepts only these faces as a match. */
async function searchOwnCollections(
  selfie: Uint8Array,
  enrolled: readonly UserFaceMapping[],
  session: RecognizedUser,
  dependencies: RecognizeUserDependencies,
): Promise<Recognition> {
  const check = 'enrolled_face_search';
  const { tenant, user_id, sensitivity } = session;
  const { active } = await dependencies.generations.get(tenant);
  const { generation, vectors } = active;
  const read = enrolled.filter(({ collection_id: id }) => generationOfCollection(id) === generation);
  // the same work for a user who is not enrolled, so that the time of an answer reveals nothing
  const ownShard = collectionOfUser(dependencies.collectionPrefix, active, session);
  const places = read.length > 0 ? read.map(({ collection_id }) => collection_id) : [ownShard];
  const ids = [...new Set(places)].filter((id) => id !== undefined);
  const targets = ids.map((collectionId) => ({ collectionId, generation, vectors }));
  const search = await searchCollections(
    { tenant, image: selfie, tier: sensitivity, targets, onlyUser: user_id, enrolledOnly: true },
    dependencies,
  );
  const regions = new Set(search.candidates.flatMap(({ collectionId: id }) => regionOfCollection(id) ?? []));
  const replicas = await Promise.all(
    [...regions].map((region) => dependencies.mappings.replicasOfUser(tenant, user_id, region)),
  );
  const own = [...read, ...replicas.flat()].map(({ face_id }) => face_id);
  const ownVector = new Map([[userVectorId(tenant, user_id), own]]);
  const alike = await facesOfCandidates(search.candidates, ownVector, dependencies);
  const matches = alike.filter(({ id }) => own.includes(id));
  const strangers = alike.filter(({ id }) => !own.includes(id));
  const [best] = matches;
  return {
    check,
    findings: {
      reasons: read.length === 0 ? ['user_not_enrolled'] : matches.length > 0 ? [] : ['face_not_recognized'],
      measures: [
        { name: OWN_FACES_MEASURE, value: new Set(matches.map(({ id }) => id)).size, limit: '>= 1' },
        ...(best ? [{ name: SIMILARITY_MEASURE, value: best.similarity }] : []),
      ],
      matches: strangers
        .slice(0, dependencies.policy.search.max_matches)
        .map(({ id, collectionId, similarity }) => ({
          face_id: id,
          collection_id: collectionId,
          similarity,
        })),
      searchedShards: search.shards,
      calls: search.calls,
    },
  };
}

/** Compares with the newest enrolled images, the best of which counts. */
async function compareWithEnrolled(
  selfie: Uint8Array,
  enrolled: readonly UserFaceMapping[],
  { sensitivity, selfie: capture }: RecognizedUser,
  dependencies: RecognizeUserDependencies,
): Promise<Recognition> {
  const { images, faces, policy } = dependencies;
  const check = 'face_match';
  if (enrolled.length === 0) {
    // the same work for a user who is not enrolled, one read and one comparison, so that the time of an
    // answer reveals nothing; the selfie is an image of about the same size that certainly exists
    await faces.compareFaces(selfie, await images.read(capture));
    return { check, findings: { reasons: ['user_not_enrolled'], calls: { CompareFaces: 1 } } };
  }
  const { similarity, compared } = await compareWithEnrolledImages(selfie, enrolled, dependencies);
  const threshold = matchThreshold(policy.match_thresholds, policy.stateless_face_model_version, sensitivity);
  const reasons: readonly ReasonCode[] = similarity >= threshold ? [] : ['face_not_recognized'];
  return {
    check,
    findings: {
      reasons,
      measures: [{ name: SIMILARITY_MEASURE, value: similarity, limit: `>= ${threshold}` }],
      calls: { CompareFaces: compared },
    },
  };
}
