import type { z } from 'zod';
import { meetCompetitor } from '../enrollment/domain/enrollment.ts';
import type { EnrollmentStore, FaceRecord } from '../enrollment/ports/enrollment-store.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { CheckFindings, MatchedFace } from '../kernel/check.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { type RequestShadowReadDependencies, requestShadowRead } from '../migration/request-shadow-read.ts';
import { bestOfEachPerson } from '../search/domain/merge-search.ts';
import { type SearchAllShardsDependencies, searchAllShards } from '../search/search-all-shards.ts';
import { type CandidateFace, type CompleteSearch, facesOfCandidates } from '../search/search-collections.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import { userVectorId } from '../user-vectors/domain/user-vector.ts';
import type { RegistrationInput, searchDuplicateFacesInput, searchDuplicateFacesOutput } from './contract.ts';

type Input = z.infer<typeof searchDuplicateFacesInput>;

export interface SearchDuplicateFacesDependencies
  extends SearchAllShardsDependencies,
    RequestShadowReadDependencies {
  readonly sessions: SessionStore;
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords' | 'revoke'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly clock: Clock;
}

/**
 * Searches all shards for another user with this face. Before indexing only approved faces count; after
 * indexing the search settles the race of two users who enroll one face at the same time
 * (enrollment/domain/enrollment.ts).
 * @throws SearchIncomplete if a shard did not answer
 */
export async function searchDuplicateFaces(
  input: Input,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<z.infer<typeof searchDuplicateFacesOutput>> {
  const { registration, selfie, phase } = input;
  const { images, policy, clock, emit } = dependencies;
  const startedAt = clock();
  const image = await images.read(selfie);
  // the race after indexing is between faces without a user
  const among = phase === 'before_indexing' ? 'people' : 'faces';
  const search = await searchAllShards(image, registration.tenant, 'duplicate', among, dependencies);

  const findings = await judge(search, input, dependencies);
  if (findings.reasons.includes('duplicate_face')) emit('DuplicateFound', 1, { Phase: phase });
  const name = phase === 'before_indexing' ? 'duplicate_search' : 'duplicate_search_after_indexing';
  const verdict = await recordCheck(registration, name, findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
  if (name === 'duplicate_search') {
    const { session_id } = registration;
    await requestShadowRead(
      { tenant: registration.tenant, session_id, search: name, image: imageOf(selfie) },
      dependencies,
    );
  }
  return verdict;
}

const imageOf = ({ key, version_id }: ImageReference): ImageReference =>
  version_id === undefined ? { key } : { key, version_id };

interface ForeignFace extends CandidateFace {
  readonly record: FaceRecord | undefined;
}

async function judge(
  search: CompleteSearch,
  input: Input,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<CheckFindings> {
  const { registration, enrollment } = input;
  const { calls, candidates } = search;
  // rare, since the selfie passed the quality gate: two models of Rekognition disagree
  if (!search.sawFace) return { reasons: ['face_not_detected'], calls };
  // the user's own vector may be there, which is not a duplicate
  const own = new Map([[userVectorId(registration.tenant, registration.user_id), []]]);
  const faces = await facesOfCandidates(candidates, own, dependencies);
  const others = faces.filter(({ id }) => id !== enrollment?.face_id);
  const records = await recordsOf(others, registration.tenant, dependencies);
  const foreign = others
    .map((face) => ({ ...face, record: records.get(face.id) ?? records.get(face.imageId ?? '') }))
    .filter(({ record }) => record?.user_id !== registration.user_id);
  const found = enrollment
    ? await settleRace(foreign, enrollment.image_id, registration, dependencies)
    : foreign.filter(({ record }) => record?.state === 'mapped');
  const { max_matches } = dependencies.policy.search;
  const duplicates = bestOfEachPerson(found, ({ record }) => record?.user_id, max_matches);
  return {
    reasons: duplicates.length === 0 ? [] : ['duplicate_face'],
    measures: [{ name: 'duplicate_faces', value: duplicates.length, limit: '0' }],
    matches: duplicates.map(toMatch),
    searchedShards: search.shards,
    calls,
  };
}

/** Returns the records of faces; a face without one may belong to an image that was revoked as a whole. */
async function recordsOf(
  faces: readonly CandidateFace[],
  tenant: string,
  { enrollments }: Pick<SearchDuplicateFacesDependencies, 'enrollments'>,
): Promise<ReadonlyMap<string, FaceRecord>> {
  const records = await enrollments.faceRecords(
    tenant,
    faces.map(({ id }) => id),
  );
  const images = faces.flatMap(({ id, imageId }) =>
    records.has(id) || imageId === undefined ? [] : imageId,
  );
  if (images.length === 0) return records;
  return new Map([...records, ...(await enrollments.faceRecords(tenant, [...new Set(images)]))]);
}

/** Returns the faces that win over this enrollment; revokes all other competitors. */
async function settleRace(
  foreign: readonly ForeignFace[],
  ownImageId: string,
  registration: RegistrationInput,
  { enrollments, clock }: SearchDuplicateFacesDependencies,
): Promise<readonly ForeignFace[]> {
  const now = clock();
  const meetings = foreign.map((competitor) => ({
    competitor,
    meeting: meetCompetitor(
      ownImageId,
      { state: competitor.record?.state ?? 'pending', imageId: competitor.imageId },
      now,
    ),
  }));
  const winners = meetings.filter(({ meeting }) => meeting === 'yield').map(({ competitor }) => competitor);
  // an enrollment that loses anyway revokes no other
  if (winners.length > 0) return winners;
  const rivals = meetings.filter(({ meeting }) => meeting === 'revoke').map(({ competitor }) => competitor);
  const revoked = await Promise.all(rivals.map(({ id }) => enrollments.revoke(registration.tenant, id)));
  return rivals.filter((_, index) => revoked[index] === false);
}

const toMatch = ({ id, collectionId, similarity, record }: ForeignFace): MatchedFace => ({
  face_id: id,
  collection_id: collectionId,
  similarity,
  ...(record?.user_id !== undefined ? { user_id: record.user_id } : {}),
});
