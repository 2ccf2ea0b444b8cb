import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { type SearchTarget, searchCollections } from '../../../lambda/search/search-collections.ts';
import { TENANT } from './builders.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryUsers, InMemoryUserVectorRequests } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';

export const collectionOf = (shard: number) => `face-idv.${TENANT}.g1.${shard}`;
export const throttle = () => Object.assign(new Error('slow down'), { name: 'ThrottlingException' });

export const REGION = 'eu-central-1';
/** A second region in step with the first, by what its test says of it. */
export function aSecondRegion() {
  const collections = new InMemoryCollections();
  const asked: string[] = [];
  const second = {
    region: REGION,
    collections,
    complete: true,
    /** Whether other enrollments are planned in a collection. */
    planned: false,
    asked,
    replicas: {
      arePlanned: async (tenant: string, collectionId: string, ownImageId: string) => {
        asked.push(`${tenant} ${collectionId} besides ${ownImageId}`);
        return second.planned;
      },
      areComplete: async (tenant: string, collectionId: string) => {
        asked.push(`${tenant} ${collectionId}`);
        return second.complete;
      },
    },
  };
  return second;
}

/** Two shards and a clock that moves when somebody waits. */
export function aSearch(vectors: 'face' | 'user', second?: ReturnType<typeof aSecondRegion>) {
  let now = 0;
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const vectorRequests = new InMemoryUserVectorRequests(() => new Date(now));
  const { emit, metrics } = recordedMetrics();
  const timeouts: number[] = [];
  let hanging: AbortController | undefined;
  const dependencies = {
    collections,
    users,
    vectorRequests,
    policy: DEFAULT_POLICY,
    clock: () => new Date(now),
    wait: async (milliseconds: number) => {
      now += milliseconds;
    },
    timeout: (milliseconds: number) => {
      timeouts.push(milliseconds);
      hanging = new AbortController();
      return hanging.signal;
    },
    emit,
    ...(second ? { second } : {}),
  };
  const targets = [0, 1].map(
    (shard): SearchTarget => ({ collectionId: collectionOf(shard), generation: 'g1', vectors }),
  );
  const search = (onlyUser?: string, enrolledOnly = true, person = 'ann', ownImageId?: string) =>
    searchCollections(
      {
        tenant: TENANT,
        image: anImageOf(person),
        tier: 'regular',
        targets,
        enrolledOnly,
        ownImageId,
        ...(onlyUser === undefined ? {} : { onlyUser }),
      },
      dependencies,
    );
  /** Lets the call that hangs run into its time-out. */
  const expire = (milliseconds: number) => {
    now += milliseconds;
    hanging?.abort();
  };
  const anEnrolled = async (user: string, shard: number) => {
    const faceId = collections.add(collectionOf(shard), 'ann');
    await users.create(collectionOf(shard), user);
    await users.associate(collectionOf(shard), user, [faceId]);
    users.calls.length = 0;
    return faceId;
  };
  return { ...dependencies, metrics, timeouts, search, expire, anEnrolled, now: () => now };
}
