import type * as z from 'zod/mini';
import type { IndexedFace } from '../collections/domain/indexed-face.ts';
import { type Meeting, meetCompetitor } from '../enrollment/domain/enrollment.ts';
import type { EnrollmentStore, FaceRecord } from '../enrollment/ports/enrollment-store.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { CheckFindings, MatchedFace } from '../kernel/check.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { type RequestShadowReadDependencies, requestShadowRead } from '../migration/request-shadow-read.ts';
import type { TakePermits } from '../rate-limits/take-interactive-permits.ts';
import { bestOfEachPerson } from '../search/domain/merge-search.ts';
import { type SearchAllShardsDependencies, searchAllShards } from '../search/search-all-shards.ts';
import {
  type CandidateFace,
  type CompleteSearch,
  facesOfCandidates,
  SearchIncomplete,
} from '../search/search-collections.ts';
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
  readonly takePermits: TakePermits;
}

/**
 * Thrown if an earlier enrollment of the same face is still undecided; workflows retry by this name. It may
 * yet fail for a reason of its own, and then this one does not duplicate it.
 */
export class CompetitorUndecided extends Error {
  override readonly name = 'CompetitorUndecided';
  constructor(competitors: number) {
    super(`${competitors} earlier enrollments of this face are not decided yet`);
  }
}

/**
 * Searches all shards, once the own face is indexed, for another user with this face. The one search is the
 * duplicate check and settles the race of users who enroll one face at the same time
 * (enrollment/domain/enrollment.ts).
 * @throws SearchIncomplete if a shard did not answer and nothing was found by its replica either
 * @throws CompetitorUndecided if an earlier enrollment of this face is not decided in time
 * @throws RateExhausted if other registrations use the rate
 */
export async function searchDuplicateFaces(
  { registration, selfie, enrollment }: Input,
  registries: SearchDuplicateFacesDependencies,
): Promise<z.infer<typeof searchDuplicateFacesOutput>> {
  const { images, takePermits, policy, clock, emit } = registries;
  const startedAt = clock();
  const { tenant, session_id } = registration;
  const roles = registries.generations.get(tenant);
  // read once: an approval fails if they have changed since the face was planned
  const dependencies = { ...registries, generations: { get: () => roles } };
  const permitted = async () => takePermits('SearchFacesByImage', (await roles).active.shards);
  const [image] = await Promise.all([images.read(selfie), permitted()]);
  const search = await searchAllShards(
    image,
    tenant,
    'duplicate',
    'all',
    dependencies,
    enrollment.image_id,
  ).catch((error) => searchEnrolled(error, image, registration, dependencies));
  const findings = await judge(search, registration, enrollment, dependencies);
  if (findings.reasons.includes('duplicate_face')) emit('DuplicateFound', 1, {});
  const verdict = await recordCheck(registration, 'duplicate_search', findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
  await requestShadowRead(
    { tenant, session_id, search: 'duplicate_search', image: imageOf(selfie) },
    dependencies,
  );
  return verdict;
}

/**
 * Asks where only enrolled people are known, the second region, once a collection of the first region did not
 * answer in which somebody else is about to be enrolled: it can find a duplicate, and cannot rule one out.
 * @throws the first region's error unless a duplicate is found
 */
async function searchEnrolled(
  incomplete: unknown,
  image: Uint8Array,
  registration: RegistrationInput,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<CompleteSearch> {
  if (!dependencies.second || !(incomplete instanceof SearchIncomplete)) throw incomplete;
  const search = await searchAllShards(image, registration.tenant, 'duplicate', 'people', dependencies);
  const found = await foreignFaces(search, registration, dependencies);
  if (!found.some(({ record }) => record?.state === 'mapped')) throw incomplete;
  return search;
}

const imageOf = ({ key, version_id }: ImageReference): ImageReference =>
  version_id === undefined ? { key } : { key, version_id };

/** Others are decided within a second. The function has 28 s, of which the search may take 12 s. */
const LONGEST_WAIT_MS = 8_000;
const POLL_MS = 250;

interface ForeignFace extends CandidateFace {
  readonly record: FaceRecord | undefined;
}

async function judge(
  search: CompleteSearch,
  registration: RegistrationInput,
  enrollment: IndexedFace,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<CheckFindings> {
  const { calls } = search;
  // rare, since IndexFaces found one: two models of Rekognition disagree
  if (!search.sawFace) return { reasons: ['face_not_detected'], calls };
  const foreign = await foreignFaces(search, registration, dependencies);
  const others = foreign.filter(({ id }) => id !== enrollment.face_id);
  const found = await settleRace(others, enrollment.image_id, registration, dependencies);
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

/** Returns the faces that were found, without those of the user who registers. */
async function foreignFaces(
  { candidates }: CompleteSearch,
  { tenant, user_id }: RegistrationInput,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<readonly ForeignFace[]> {
  // the user's own vector may be there, which is not a duplicate
  const own = new Map([[userVectorId(tenant, user_id), []]]);
  const faces = await facesOfCandidates(candidates, own, dependencies);
  const found = await withRecords(faces, tenant, dependencies);
  return found.filter(({ record }) => record?.user_id !== user_id);
}

/** Returns the faces with their records as they are now. */
async function withRecords(
  faces: readonly CandidateFace[],
  tenant: string,
  dependencies: Pick<SearchDuplicateFacesDependencies, 'enrollments'>,
): Promise<readonly ForeignFace[]> {
  const records = await recordsOf(faces, tenant, dependencies);
  return faces.map((face) => ({ ...face, record: records.get(face.id) ?? records.get(face.imageId ?? '') }));
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

/** Returns the faces that this one is a duplicate of; revokes all other competitors. */
async function settleRace(
  foreign: readonly ForeignFace[],
  ownImageId: string,
  { tenant }: RegistrationInput,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<readonly ForeignFace[]> {
  const { enrollments, clock, wait } = dependencies;
  const until = clock().getTime() + LONGEST_WAIT_MS;
  for (let competitors = foreign; ; competitors = await withRecords(competitors, tenant, dependencies)) {
    const now = clock();
    const meetings = competitors.map(({ record, imageId }) =>
      meetCompetitor(ownImageId, { state: record?.state ?? 'pending', imageId }, now),
    );
    const met = (meeting: Meeting) => competitors.filter((_, index) => meetings[index] === meeting);
    const duplicates = met('duplicate');
    // an enrollment that loses anyway waits for no other and revokes none
    if (duplicates.length > 0) return duplicates;
    const undecided = met('wait');
    if (undecided.length === 0) {
      const rivals = met('revoke');
      const revoked = await Promise.all(rivals.map(({ id }) => enrollments.revoke(tenant, id)));
      return rivals.filter((_, index) => revoked[index] === false);
    }
    if (now.getTime() >= until) throw new CompetitorUndecided(undecided.length);
    await wait(POLL_MS);
  }
}

const toMatch = ({ id, collectionId, similarity, record }: ForeignFace): MatchedFace => ({
  face_id: id,
  collection_id: collectionId,
  similarity,
  ...(record?.user_id !== undefined ? { user_id: record.user_id } : {}),
});
