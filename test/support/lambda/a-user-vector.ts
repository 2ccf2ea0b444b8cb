import type { UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';
import { buildUserVector } from '../../../lambda/user-vectors/build-user-vector.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { aMapping, minutesAfter, NOON, TENANT } from './builders.ts';
import { InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryTombstones } from './in-memory-tombstones.ts';
import { InMemoryUsers, InMemoryUserVectorRequests } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';

export const COLLECTION = `face-idv.${TENANT}.g1.0`;
export const VECTOR = { tenant: TENANT, user_id: 'user-1', collection_id: COLLECTION };
export const ID = userVectorId(TENANT, 'user-1');

/** User-1 with some mapped faces, and a request for the vector. */
export async function aUserVector(faces = 1) {
  const { emit, metrics } = recordedMetrics();
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const requests = new InMemoryUserVectorRequests(() => NOON);
  const mapped: UserFaceMapping[] = [];
  const addFace = (changes: Partial<UserFaceMapping> = {}) => {
    const face_id = collections.add(COLLECTION, 'ann');
    mapped.push(aMapping({ ...VECTOR, face_id, created_at: NOON.toISOString(), ...changes }));
    return face_id;
  };
  for (let face = 0; face < faces; face += 1) addFace();
  await requests.put(VECTOR, 'r1');
  const reserved: string[] = [];
  const throttles: string[] = [];
  const limiter = {
    waitMs: 0,
    exhausted: false,
    reserve: async (operation: string, tenant: string, permits: number) => {
      if (limiter.exhausted) throw new RateExhausted('full');
      reserved.push(`${operation} ${tenant} ${permits}`);
      return { waitMs: limiter.waitMs };
    },
    throttled: async (operation: string) => {
      throttles.push(operation);
    },
  };
  const waits: number[] = [];
  const tombstones = new InMemoryTombstones();
  const dependencies = {
    requests,
    queue: requests.queue,
    users,
    mappings: { listOfUser: async () => mapped },
    faces: collections,
    tombstones,
    evictions: {
      remove: async ({ face_id }: UserFaceMapping) => {
        mapped.splice(
          mapped.findIndex((one) => one.face_id === face_id),
          1,
        );
      },
    },
    limiter,
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
    policy: DEFAULT_POLICY,
    clock: () => minutesAfter(1),
    emit,
  };
  const look = (message = {}) => buildUserVector({ ...VECTOR, looks: 0, ...message }, dependencies);
  const facesOfUser = () => [...(users.users.get(`${COLLECTION} ${ID}`)?.faceIds ?? [])];
  return {
    ...dependencies,
    collections,
    mapped,
    addFace,
    look,
    facesOfUser,
    reserved,
    throttles,
    waits,
    metrics,
  };
}
