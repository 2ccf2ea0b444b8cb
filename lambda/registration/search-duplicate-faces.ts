import type * as z from 'zod/mini';
import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import { watchlistsOf } from '../collections/contract.ts';
import type { IndexedFace } from '../collections/domain/indexed-face.ts';
import type { ImageReference } from '../images/domain/image-reference.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { sumCalls } from '../kernel/billing.ts';
import type { CheckFindings } from '../kernel/check.ts';
import { type RequestShadowReadDependencies, requestShadowRead } from '../migration/request-shadow-read.ts';
import type { TakePermits } from '../rate-limits/take-interactive-permits.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck, type Verdict } from '../sessions/record-check.ts';
import type { SearchWatchlistsDependencies } from '../watchlist/search-watchlists.ts';
import { checkWatchlists } from './check-watchlists.ts';
import type { searchDuplicateFacesInput, searchDuplicateFacesOutput } from './contract.ts';
import { duplicateBands } from './domain/duplicate-band.ts';
import { duplicateFindings } from './domain/duplicate-findings.ts';
import { type ForeignFace, findForeignFaces, type Registrant } from './foreign-faces.ts';
import {
  type SearchBothImagesDependencies,
  type SearchedImages,
  type SearchesOfImages,
  searchBothImages,
} from './search-both-images.ts';
import { type SettleRaceDependencies, settleRace } from './settle-race.ts';
import { type StopWithoutConsentDependencies, stopWithoutConsent } from './stop-without-consent.ts';

type Input = z.infer<typeof searchDuplicateFacesInput>;

export interface SearchDuplicateFacesDependencies
  extends SearchBothImagesDependencies,
    RequestShadowReadDependencies,
    StopWithoutConsentDependencies,
    Pick<SearchWatchlistsDependencies, 'declared' | 'entries'> {
  readonly enrollments: SettleRaceDependencies['enrollments'];
  readonly sessions: SessionStore;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly takePermits: TakePermits;
}

/**
 * Searches all shards, once the own face is indexed, for another user with this face, and with that of the
 * document's portrait if the policy says so; and all watchlists at the same time. The one search for the
 * selfie is the duplicate check and settles the race of users who enroll one face at the same time
 * (enrollment/domain/enrollment.ts).
 * @throws SearchIncomplete if a shard or a list did not answer, and no replica has found a duplicate instead
 * @throws CompetitorUndecided if an earlier enrollment of this face is not decided in time
 * @throws RateExhausted if other registrations use the rate
 */
export async function searchDuplicateFaces(
  input: Input,
  registries: SearchDuplicateFacesDependencies,
): Promise<z.infer<typeof searchDuplicateFacesOutput>> {
  const { images, pairs, takePermits, policy } = registries;
  const { registration, selfie, enrollment, portrait } = input;
  const { tenant, session_id, user_id: userId } = registration;
  const stopped = await stopWithoutConsent(registration, registries);
  if (stopped) return stopped;
  const roles = registries.generations.get(tenant);
  // read once: an approval fails if they have changed since the face was planned
  const dependencies = { ...registries, generations: { get: () => roles } };
  const { checks } = policy;
  const searched = policy.search.document_face && checks.duplicates ? (portrait ?? undefined) : undefined;
  const lists = checks.watchlists ? watchlistsOf(registries.declared, tenant).length : 0;
  const permitted = async () => {
    const { shards, vectors } = (await roles).active;
    // users are searched for by another operation
    const ofUsers = searched && vectors === 'face' ? 2 * shards : shards;
    return takePermits('SearchFacesByImage', (checks.duplicates ? ofUsers : 0) + lists);
  };
  const [image, document, allowed] = await Promise.all([
    images.read(selfie),
    searched && images.read(searched),
    pairs.pairedWith(tenant, userId),
    permitted(),
  ]);
  const registrant = { tenant, userId, allowed };
  const bytes = { selfie: image, imageId: enrollment.image_id, portrait: document };
  // both end before this attempt does: each records what it has found
  const [unique, listed] = await Promise.allSettled([
    checks.duplicates ? checkDuplicates(input, bytes, registrant, dependencies) : LEFT_OUT,
    checks.watchlists ? checkWatchlists(image, registration, allowed, dependencies) : LEFT_OUT,
  ]);
  if (unique.status === 'rejected') throw unique.reason;
  if (listed.status === 'rejected') throw listed.reason;
  if (checks.duplicates)
    await requestShadowRead(
      { tenant, session_id, search: 'duplicate_search', image: imageOf(selfie) },
      dependencies,
    );
  return {
    continue: unique.value.continue && listed.value.continue,
    reason_codes: [...unique.value.reason_codes, ...listed.value.reason_codes],
  };
}

/** Verdict of a search that the policy leaves out. */
const LEFT_OUT: Verdict = { continue: true, reason_codes: [] };

/** Searches all shards of users, and records what they say. */
async function checkDuplicates(
  { registration, enrollment }: Input,
  images: SearchedImages,
  registrant: Registrant,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<Verdict> {
  const { policy, clock, emit } = dependencies;
  const startedAt = clock();
  const searches = await searchBothImages(images, registrant, dependencies);
  const findings = await judge(searches, registrant, enrollment, dependencies);
  if (findings.reasons.includes('duplicate_face')) emit('DuplicateFound', 1, {});
  return recordCheck(registration, 'duplicate_search', findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
}

const imageOf = ({ key, version_id }: ImageReference): ImageReference =>
  version_id === undefined ? { key } : { key, version_id };

async function judge(
  { selfie, portrait }: SearchesOfImages,
  registrant: Registrant,
  enrollment: IndexedFace,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<CheckFindings> {
  const calls = sumCalls([selfie.calls, portrait?.calls ?? {}]);
  // rare, since IndexFaces or DetectFaces found one: two models of Rekognition disagree
  if (!selfie.sawFace) return { reasons: ['face_not_detected'], calls };
  if (portrait?.sawFace === false) return { reasons: ['document_face_not_found'], calls };
  const [foreign, resembled] = await Promise.all([
    findForeignFaces(selfie, registrant, dependencies),
    portrait && findForeignFaces(portrait, registrant, dependencies),
  ]);
  const { policy } = dependencies;
  const { shards, isInBand } = duplicateBands(selfie.shards, policy.match_thresholds);
  const others = foreign
    .filter(({ id }) => id !== enrollment.face_id)
    .map((face) => ({ ...face, isInBand: isInBand(face) }));
  const byDocument = resembled?.filter(isMapped).map((face) => ({ ...face, isInBand: false }));
  // an enrollment that loses anyway waits for no other and revokes none
  const bySelfie = byDocument?.length
    ? others.filter(isMapped)
    : await settleRace(others, enrollment.image_id, registrant, dependencies);
  const rules = {
    hasBand: shards.some(({ review_from }) => review_from !== undefined),
    maxMatches: policy.search.max_matches,
  };
  return { ...duplicateFindings({ bySelfie, byDocument }, rules), searchedShards: shards, calls };
}

const isMapped = ({ record }: ForeignFace): boolean => record?.state === 'mapped';
