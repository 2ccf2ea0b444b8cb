import type * as z from 'zod/mini';
import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import type { IndexedFace } from '../collections/domain/indexed-face.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { CheckFindings } from '../kernel/check.ts';
import { type RequestShadowReadDependencies, requestShadowRead } from '../migration/request-shadow-read.ts';
import type { TakePermits } from '../rate-limits/take-interactive-permits.ts';
import { type SearchAllShardsDependencies, searchAllShards } from '../search/search-all-shards.ts';
import { type CompleteSearch, SearchIncomplete } from '../search/search-collections.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type { searchDuplicateFacesInput, searchDuplicateFacesOutput } from './contract.ts';
import { duplicateBands } from './domain/duplicate-band.ts';
import { duplicateFindings } from './domain/duplicate-findings.ts';
import { findForeignFaces, type Registrant } from './foreign-faces.ts';
import { type SettleRaceDependencies, settleRace } from './settle-race.ts';

type Input = z.infer<typeof searchDuplicateFacesInput>;

export interface SearchDuplicateFacesDependencies
  extends SearchAllShardsDependencies,
    RequestShadowReadDependencies,
    Pick<SettleRaceDependencies, 'enrollments'> {
  readonly sessions: SessionStore;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly takePermits: TakePermits;
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
  const { images, pairs, takePermits, policy, clock, emit } = registries;
  const startedAt = clock();
  const { tenant, session_id } = registration;
  const roles = registries.generations.get(tenant);
  // read once: an approval fails if they have changed since the face was planned
  const dependencies = { ...registries, generations: { get: () => roles } };
  const permitted = async () => takePermits('SearchFacesByImage', (await roles).active.shards);
  const { user_id: userId } = registration;
  const [image, allowed] = await Promise.all([
    images.read(selfie),
    pairs.pairedWith(tenant, userId),
    permitted(),
  ]);
  const registrant = { tenant, userId, allowed };
  const search = await searchAllShards(
    image,
    tenant,
    'possible_duplicate',
    'all',
    dependencies,
    enrollment.image_id,
  ).catch((error) => searchEnrolled(error, image, registrant, dependencies));
  const findings = await judge(search, registrant, enrollment, dependencies);
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
  registrant: Registrant,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<CompleteSearch> {
  if (!dependencies.second || !(incomplete instanceof SearchIncomplete)) throw incomplete;
  const search = await searchAllShards(
    image,
    registrant.tenant,
    'possible_duplicate',
    'people',
    dependencies,
  );
  const found = await findForeignFaces(search, registrant, dependencies);
  if (!found.some(({ record }) => record?.state === 'mapped')) throw incomplete;
  return search;
}

const imageOf = ({ key, version_id }: ImageReference): ImageReference =>
  version_id === undefined ? { key } : { key, version_id };

async function judge(
  search: CompleteSearch,
  registrant: Registrant,
  enrollment: IndexedFace,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<CheckFindings> {
  const { calls } = search;
  // rare, since IndexFaces found one: two models of Rekognition disagree
  if (!search.sawFace) return { reasons: ['face_not_detected'], calls };
  const foreign = await findForeignFaces(search, registrant, dependencies);
  const { policy } = dependencies;
  const { shards, isInBand } = duplicateBands(search.shards, policy.match_thresholds);
  const others = foreign
    .filter(({ id }) => id !== enrollment.face_id)
    .map((face) => ({ ...face, isInBand: isInBand(face) }));
  const found = await settleRace(others, enrollment.image_id, registrant, dependencies);
  const rules = {
    hasBand: shards.some(({ review_from }) => review_from !== undefined),
    maxMatches: policy.search.max_matches,
  };
  return { ...duplicateFindings(found, rules), searchedShards: shards, calls };
}
