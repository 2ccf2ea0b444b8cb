import { type MatchTier, searchThreshold } from '../collections/domain/match-threshold.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { BillableCalls } from '../kernel/billing.ts';
import type { SearchedShard } from '../kernel/check.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { isTransient } from '../kernel/retry.ts';
import { collectionInRegion, shardLabelOf } from '../kernel/tenancy.ts';
import type { Replicas } from '../replication/ports/replication-requests.ts';
import type { UserCollections } from '../user-vectors/ports/user-collections.ts';
import type { UserVectorRequests } from '../user-vectors/ports/user-vector-requests.ts';
import { type MergedCandidate, mergeSearch, type ShardAnswer } from './domain/merge-search.ts';
import {
  type SearchDeadline,
  searchDeadline,
  timeForCall,
  waitBeforeCall,
} from './domain/search-deadline.ts';
import { expiry } from './expiry.ts';

export interface SearchCollectionsDependencies {
  readonly collections: Pick<FaceCollections, 'search'>;
  readonly users: Pick<UserCollections, 'search' | 'facesOf'>;
  readonly vectorRequests: Pick<UserVectorRequests, 'isBuilding'>;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Returns a signal that aborts after a number of milliseconds. */
  readonly timeout: (milliseconds: number) => AbortSignal;
  readonly emit: EmitMetric;
  /** The second region, which answers for a collection that does not; absent if there is none. */
  readonly second?: {
    readonly region: string;
    readonly collections: Pick<FaceCollections, 'search'>;
    readonly replicas: Pick<Replicas, 'areComplete' | 'arePlanned'>;
  };
}

/** A collection to search, and whether by face or user vector. */
export interface SearchTarget {
  readonly collectionId: string;
  readonly generation: string;
  readonly vectors: 'face' | 'user';
}

export interface SearchRequest {
  readonly tenant: string;
  readonly image: Uint8Array;
  readonly tier: MatchTier;
  readonly targets: readonly SearchTarget[];
  /** Whether only enrolled people count: the second region has no other faces. */
  readonly enrolledOnly: boolean;
  /**
   * Image of the enrollment that searches. Where nobody else is about to be indexed into a collection, the
   * second region has everybody whom the search can find there.
   */
  readonly ownImageId?: string | undefined;
  /** Set if only one user is searched for; other users' vectors may then be incomplete. */
  readonly onlyUser?: string;
}

export interface CompleteSearch {
  /** False if the image shows no face; then nothing else is reported. */
  readonly sawFace: boolean;
  /** Candidates at or above the threshold of their model, the most similar first. */
  readonly candidates: readonly MergedCandidate[];
  readonly shards: readonly SearchedShard[];
  readonly calls: BillableCalls;
}

/**
 * Thrown instead of returning "no match" if a shard did not answer in time; workflows retry by this name.
 */
export class SearchIncomplete extends Error {
  override readonly name = 'SearchIncomplete';
  constructor(missing: number, total: number, options: ErrorOptions) {
    super(`${missing} of ${total} shards did not answer`, options);
  }
}

/** The same if a shard refused for a reason that no later call cures; nothing retries it. */
export class SearchRefused extends Error {
  override readonly name = 'SearchRefused';
  constructor(refused: number, total: number, options: ErrorOptions) {
    super(`${refused} of ${total} shards cannot be searched`, options);
  }
}

/** Error names of a call that took too long. */
const EXPIRED: readonly string[] = ['AbortError', 'CallExpired'];
const passes = (error: unknown): boolean =>
  isTransient(error) || (error instanceof Error && EXPIRED.includes(error.name));

/**
 * Searches collections for a face, completely or not at all: a shard that is throttled, slow or unavailable
 * is called again until the policy's deadline, and in the second region too if that is complete.
 * @throws SearchIncomplete if a shard has not answered by then; SearchRefused if it never will
 */
export async function searchCollections(
  request: SearchRequest,
  dependencies: SearchCollectionsDependencies,
): Promise<CompleteSearch> {
  const { policy, clock, emit } = dependencies;
  const { targets, tier } = request;
  const deadline = searchDeadline(clock().getTime(), policy.search.deadline_ms);
  const results = await mapBounded(targets, policy.search.max_concurrency, async (target) => {
    const Shard = shardLabelOf(target.collectionId);
    try {
      const answers = await searchUntil(deadline, request, target, dependencies);
      emit('CollectionSearched', 1, { Shard });
      return { answers };
    } catch (error) {
      emit('CollectionSearchFailed', 1, { Shard });
      return { error };
    }
  });

  const failures = results.flatMap((one) => ('error' in one ? [one.error] : []));
  if (failures.length > 0) {
    emit('SearchIncomplete', 1, {});
    const refusals = failures.filter((error) => !passes(error));
    if (refusals.length > 0) throw new SearchRefused(refusals.length, targets.length, { cause: refusals[0] });
    throw new SearchIncomplete(failures.length, targets.length, { cause: failures[0] });
  }
  const answers = results.flatMap((one) => one.answers ?? []);
  const calls = callsOf(answers.map(({ vectors }) => vectors));
  const seen = answers.flatMap(({ answer }) => answer ?? []);
  if (seen.length < answers.length) return { sawFace: false, candidates: [], shards: [], calls };
  const merged = mergeSearch(seen, policy.match_thresholds, tier);
  emit('SearchCandidates', merged.candidates.length, {});
  return { sawFace: true, ...merged, calls };
}

interface CallAnswer {
  readonly vectors: 'face' | 'user';
  /** Undefined if the image shows no face. */
  readonly answer: ShardAnswer | undefined;
}

/** Calls one collection until it or its replica answers. */
async function searchUntil(
  deadline: SearchDeadline,
  request: SearchRequest,
  target: SearchTarget,
  dependencies: SearchCollectionsDependencies,
): Promise<readonly CallAnswer[]> {
  const { clock, wait } = dependencies;
  const now = () => clock().getTime();
  for (let calls = 1; ; calls += 1) {
    try {
      return await searchOnce(timeForCall(deadline, now()), request, target, dependencies);
    } catch (error) {
      if (!passes(error)) throw error;
      const elsewhere = await searchReplica(timeForCall(deadline, now()), request, target, dependencies);
      if (elsewhere) return elsewhere;
      const pause = waitBeforeCall(deadline, now(), calls);
      if (pause === undefined) throw error;
      await wait(pause);
    }
  }
}

/**
 * Searches the second region, by face since it has no user vectors. Undefined if it lacks a face of the first
 * region or does not answer either; the first region's error then counts.
 */
async function searchReplica(
  milliseconds: number,
  request: SearchRequest,
  { collectionId, generation }: SearchTarget,
  dependencies: SearchCollectionsDependencies,
): Promise<readonly CallAnswer[] | undefined> {
  const { second, emit } = dependencies;
  const { tenant, enrolledOnly, ownImageId } = request;
  if (!second || !(enrolledOnly || ownImageId !== undefined)) return undefined;
  const { region, collections, replicas } = second;
  const replica = {
    collectionId: collectionInRegion(region, collectionId),
    generation,
    vectors: 'face',
  } as const;
  try {
    // before the mapping is looked at: what is approved in between has left the one list for the other
    if (ownImageId !== undefined && (await replicas.arePlanned(tenant, collectionId, ownImageId)))
      return undefined;
    // checked before the search, which need not find people enrolled after this moment
    if (!(await replicas.areComplete(tenant, collectionId))) return undefined;
    const answers = await searchOnce(milliseconds, request, replica, { ...dependencies, collections });
    emit('SecondRegionAnswered', 1, { Operation: 'SearchFacesByImage' });
    return answers;
  } catch {
    return undefined;
  }
}

async function searchOnce(
  milliseconds: number,
  { tenant, image, tier, enrolledOnly, onlyUser }: SearchRequest,
  { collectionId, generation, vectors }: SearchTarget,
  { collections, users, vectorRequests, policy, timeout }: SearchCollectionsDependencies,
): Promise<readonly CallAnswer[]> {
  const threshold = searchThreshold(policy.match_thresholds, tier);
  const signal = timeout(milliseconds);
  const searchFaces = async (): Promise<CallAnswer> => {
    const answer = await collections.search(collectionId, image, threshold, signal);
    const candidates = answer?.faces.map(({ faceId, ...face }) => ({ id: faceId, ...face })) ?? [];
    return {
      vectors: 'face',
      answer: answer && { collectionId, generation, vectors: 'face', ...answer, candidates },
    };
  };
  const searchUsers = async (): Promise<CallAnswer> => {
    const answer = await users.search(collectionId, image, threshold, signal);
    const candidates = answer?.users.map(({ userId, similarity }) => ({ id: userId, similarity })) ?? [];
    return {
      vectors: 'user',
      answer: answer && { collectionId, generation, vectors: 'user', ...answer, candidates },
    };
  };
  const search = async (): Promise<readonly CallAnswer[]> => {
    if (vectors === 'face') return [await searchFaces()];
    // checked before the search: a vector that becomes ready in between is found twice, but never missed;
    // where more than enrolled people count, their faces are a target anyway
    const building = enrolledOnly && (await vectorRequests.isBuilding(tenant, collectionId, onlyUser));
    return Promise.all(building ? [searchUsers(), searchFaces()] : [searchUsers()]);
  };
  return Promise.race([search(), expiry(signal)]);
}

function callsOf(vectors: readonly ('face' | 'user')[]): BillableCalls {
  const faces = vectors.filter((one) => one === 'face').length;
  const users = vectors.length - faces;
  return {
    ...(faces > 0 ? { SearchFacesByImage: faces } : {}),
    ...(users > 0 ? { SearchUsersByImage: users } : {}),
  };
}
