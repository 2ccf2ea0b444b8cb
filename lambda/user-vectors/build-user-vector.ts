import type { MatchThresholdTable } from '../collections/domain/match-threshold.ts';
import { searchThreshold } from '../collections/domain/match-threshold.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { isThrottle } from '../kernel/retry.ts';
import { RateExhausted, type RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { stops } from '../tombstones/domain/tombstone.ts';
import type { Tombstones } from '../tombstones/ports/tombstones.ts';
import {
  evictedFaces,
  type LeftOutFace,
  lookAgainAfterSeconds,
  MAX_FACES_OF_USER,
  planUserVector,
  type UserVectorPlan,
  userVectorId,
  userVectorToken,
} from './domain/user-vector.ts';
import type { FaceEviction } from './ports/face-eviction.ts';
import type { UserCollections } from './ports/user-collections.ts';
import type {
  UserVectorMessage,
  UserVectorQueue,
  UserVectorRequest,
  UserVectorRequests,
} from './ports/user-vector-requests.ts';

export interface BuildUserVectorDependencies {
  readonly requests: Pick<UserVectorRequests, 'get' | 'settle' | 'leaveOut'>;
  readonly queue: UserVectorQueue;
  readonly users: Omit<UserCollections, 'search'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly tombstones: Pick<Tombstones, 'erasedAt'>;
  readonly faces: Pick<FaceCollections, 'delete'>;
  readonly evictions: FaceEviction;
  readonly limiter: RateLimiter;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly policy: { readonly match_thresholds: MatchThresholdTable };
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** A longer wait is left to the queue, where waiting is free. */
const LONGEST_WAIT_MS = 3_000;
/** Delay after a throttle, or if the rate is reserved as far ahead as allowed. */
const BUSY_DELAY_SECONDS = 15;
/** Delay if another call changes the same user. */
const CONFLICT_DELAY_SECONDS = 5;

/** The findings of one step for a request. */
interface Work {
  readonly message: UserVectorMessage;
  readonly request: UserVectorRequest;
  readonly userId: string;
  readonly leftOut: readonly LeftOutFace[];
  readonly wanted: readonly string[];
  readonly evictions: readonly UserFaceMapping[];
  readonly plan: UserVectorPlan;
}

/**
 * Aligns a user's vector with the faces mapped to the user, one step per call: it compares the actual state
 * with the wanted one, so that any call may be repeated, lost or late. The request stays until searches find
 * the user by the new vector; anything that takes time goes back to the queue.
 */
export async function buildUserVector(
  message: UserVectorMessage,
  dependencies: BuildUserVectorDependencies,
): Promise<void> {
  const { requests, queue, users, limiter } = dependencies;
  const request = await requests.get(message);
  // already settled by the message of a later change
  if (!request) return;
  const work = await inspect(message, request, dependencies);
  try {
    if (work.plan.calls === 0) return await checkActive(work, dependencies);
    if (!(await takePermits(work, dependencies))) return;
    if (work.plan.deleteUser) {
      await users.delete(request.collection_id, work.userId, tokenOf(work, 'delete'));
      return await finish(work, dependencies);
    }
    await change(work, dependencies);
    await queue.send(again(work), lookAgainAfterSeconds(message.looks));
  } catch (error) {
    const isConflict = error instanceof Error && error.name === 'ConflictException';
    if (isThrottle(error)) await limiter.throttled('UserVectors');
    else if (!isConflict) throw error;
    const delay = isConflict ? CONFLICT_DELAY_SECONDS : BUSY_DELAY_SECONDS;
    await queue.send(again(work), delay);
  }
}

async function inspect(
  message: UserVectorMessage,
  request: UserVectorRequest,
  { mappings, users, tombstones }: BuildUserVectorDependencies,
): Promise<Work> {
  const { tenant, user_id, collection_id } = request;
  const userId = userVectorId(tenant, user_id);
  const erasedAt = await tombstones.erasedAt(tenant, user_id);
  const mapped = (await mappings.listOfUser(tenant, user_id)).filter(
    (mapping) => mapping.collection_id === collection_id && !stops(erasedAt, mapping),
  );
  const leftOut = (request.left_out ?? []).filter((left) =>
    mapped.some(({ face_id }) => face_id === left.face_id),
  );
  const showable = mapped.filter(({ face_id }) => leftOut.every((left) => left.face_id !== face_id));
  const evictions = evictedFaces(showable, MAX_FACES_OF_USER);
  const wanted = showable.filter((mapping) => !evictions.includes(mapping)).map(({ face_id }) => face_id);
  const present = await users.facesOf(collection_id, userId);
  return { message, request, userId, leftOut, wanted, evictions, plan: planUserVector(wanted, present) };
}

/**
 * Reserves permits for the planned calls. If that takes long, the message goes back with its permits.
 * @returns whether the calls may be made now
 */
async function takePermits(
  { message, request, plan }: Work,
  { limiter, wait, queue }: BuildUserVectorDependencies,
): Promise<boolean> {
  const lacking = plan.calls - (message.permits ?? 0);
  if (lacking <= 0) return true;
  try {
    const { waitMs } = await limiter.reserve('UserVectors', request.tenant, lacking);
    if (waitMs > LONGEST_WAIT_MS) {
      await queue.send({ ...message, permits: plan.calls }, Math.ceil(waitMs / 1000));
      return false;
    }
    await wait(waitMs);
    return true;
  } catch (error) {
    if (!(error instanceof RateExhausted)) throw error;
    await queue.send(message, BUSY_DELAY_SECONDS);
    return false;
  }
}

/** Creates the user, disassociates faces that are no longer theirs, and associates new ones. */
async function change(work: Work, dependencies: BuildUserVectorDependencies): Promise<void> {
  const { users, requests, policy, emit } = dependencies;
  const { request, userId, plan, leftOut } = work;
  const { collection_id: collection } = request;
  if (plan.createUser) await users.create(collection, userId, tokenOf(work, 'create'));
  for (const faceIds of plan.disassociate)
    await users.disassociate(collection, userId, faceIds, tokenOf(work, 'disassociate', faceIds));
  await evict(work, dependencies);
  // a face that would not match its user must not become part of the user's vector
  const threshold = searchThreshold(policy.match_thresholds, 'regular');
  const refused: LeftOutFace[] = [];
  for (const faceIds of plan.associate) {
    const token = tokenOf(work, 'associate', faceIds);
    refused.push(...(await users.associate(collection, userId, faceIds, threshold, token)));
  }
  for (const { reason } of refused) emit('UserVectorFaceLeftOut', 1, { Reason: reason });
  if (refused.length > 0) await requests.leaveOut(request, [...leftOut, ...refused]);
}

/** Deletes surplus faces: the face first, then its records, like any deletion. */
async function evict(
  { request, evictions: surplus }: Work,
  { faces, evictions, limiter, wait }: BuildUserVectorDependencies,
): Promise<void> {
  if (surplus.length === 0) return;
  const { waitMs } = await limiter.reserve('DeleteFaces', request.tenant, 1);
  await wait(waitMs);
  await faces.delete(
    request.collection_id,
    surplus.map(({ face_id }) => face_id),
    'surplus',
  );
  for (const mapping of surplus) await evictions.remove(mapping);
}

async function checkActive(work: Work, dependencies: BuildUserVectorDependencies): Promise<void> {
  const { request, message, userId, wanted, evictions } = work;
  // a crash came between disassociating and deleting these faces
  await evict(work, dependencies);
  const [face] = wanted;
  const active =
    face !== undefined &&
    evictions.length === 0 &&
    (await dependencies.users.isActive(request.collection_id, userId, face));
  if (active) return finish(work, dependencies);
  await dependencies.queue.send(again(work), lookAgainAfterSeconds(message.looks));
}

/** Ends the request, unless a face is left out: its collection is then searched by face for that long. */
async function finish(
  { request, leftOut }: Work,
  { requests, clock, emit }: BuildUserVectorDependencies,
): Promise<void> {
  if (leftOut.length > 0) await requests.leaveOut(request, leftOut);
  else await requests.settle(request);
  emit('UserVectorBuildTime', clock().getTime() - Date.parse(request.requested_at), {});
}

/** The message for another step; permits are used up by then. */
const again = ({ request, message }: Work): UserVectorMessage => ({
  tenant: request.tenant,
  user_id: request.user_id,
  collection_id: request.collection_id,
  looks: message.looks + 1,
});

const tokenOf = ({ request, message }: Work, operation: string, faceIds: readonly string[] = []): string =>
  // a later step meets a changed collection, so it is not a repetition of earlier ones
  userVectorToken(`${request.revision}#${message.looks}`, operation, faceIds);
