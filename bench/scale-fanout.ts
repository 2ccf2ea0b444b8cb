import { CreateCollectionCommand, IndexFacesCommand } from '@aws-sdk/client-rekognition';
import { createRekognitionFaceCollections } from '../lambda/collections/adapters/rekognition-face-collections.ts';
import type { Generation } from '../lambda/collections/contract.ts';
import { DEFAULT_POLICY } from '../lambda/kernel/default-policy.ts';
import { collectionId } from '../lambda/kernel/tenancy.ts';
import { systemClock, systemWait } from '../lambda/platform/system.ts';
import { searchAllShards } from '../lambda/search/search-all-shards.ts';
import type { ScaleService } from './scale-service.ts';

/** Ratios of the all-shard search to the search of one shard, by number of shards. */
export interface FanoutFigures {
  readonly fanout_p50_ratio_16: number;
  readonly fanout_p99_ratio_16: number;
  readonly fanout_p50_ratios: Readonly<Record<string, number>>;
  readonly fanout_p99_ratios: Readonly<Record<string, number>>;
  readonly fanout_p50_ms_1: number;
  /** The same under a service with a long tail, and what a fan-out that costs nothing would have there. */
  readonly long_tail_p50_ratio_16: number;
  readonly long_tail_p50_ratio_16_ideal: number;
}

const SHARDS = [1, 4, 16, 64] as const;
const ROUNDS = 60;
const WARM_UP = 5;
const FACES_PER_SHARD = 10;
const TENANT = 'bench';

interface Profile {
  readonly p50_ms: number;
  readonly p99_ms: number;
}
/** Calls that take nearly the same time: the rest is the cost of the fan-out itself. */
const STEADY: Profile = { p50_ms: 300, p99_ms: 330 };
/** The local Rekognition's own "plausible" table for images. */
const LONG_TAIL: Profile = { p50_ms: 300, p99_ms: 900 };

export async function measureFanout(
  service: ScaleService,
  progress: (line: string) => void,
): Promise<FanoutFigures> {
  const client = service.client(3);
  for (const shards of SHARDS) {
    for (let shard = 0; shard < shards; shard += 1) {
      const CollectionId = collectionId('bench', TENANT, `g${shards}`, shard);
      await client.send(new CreateCollectionCommand({ CollectionId }));
      for (let face = 0; face < FACES_PER_SHARD; face += 1) {
        const Image = { Bytes: service.imageOf(shard * FACES_PER_SHARD + face) };
        await client.send(new IndexFacesCommand({ CollectionId, Image, MaxFaces: 1 }));
      }
    }
  }
  progress(`fan-out: ${SHARDS.join(', ')} shards, ${FACES_PER_SHARD} faces each`);

  const steady = await timesUnder(service, STEADY, SHARDS);
  const [p50, p99] = [50, 99].map((percent) => ratiosOf(steady, percent));
  progress(`fan-out: p50 to one shard ${JSON.stringify(p50)}, p99 ${JSON.stringify(p99)}`);
  const longTail = await timesUnder(service, LONG_TAIL, [1, 16]);
  const long_tail_p50_ratio_16 = ratiosOf(longTail, 50)['16'] ?? Number.NaN;
  const ideal = idealMedianRatio(LONG_TAIL, 16);
  progress(`fan-out: with a long tail p50 ${long_tail_p50_ratio_16}, an ideal fan-out has ${ideal}`);
  return {
    fanout_p50_ratio_16: p50?.['16'] ?? Number.NaN,
    fanout_p99_ratio_16: p99?.['16'] ?? Number.NaN,
    fanout_p50_ratios: p50 ?? {},
    fanout_p99_ratios: p99 ?? {},
    fanout_p50_ms_1: Math.round(percentile(steady.get(1) ?? [], 50)),
    long_tail_p50_ratio_16,
    long_tail_p50_ratio_16_ideal: ideal,
  };
}

/**
 * Milliseconds of searches by number of shards; the numbers
 * take turns, so that all run under the same conditions.
 */
async function timesUnder(
  service: ScaleService,
  profile: Profile,
  counts: readonly number[],
): Promise<Map<number, number[]>> {
  await service.control('latency', { latency: { SearchFacesByImage: profile } });
  const collections = createRekognitionFaceCollections(
    service.client(3),
    (_operation, call) => call(),
    () => {},
  );
  const times = new Map<number, number[]>(counts.map((shards) => [shards, []]));
  const image = service.imageOf(-1);
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const shards of counts) {
      const startedAt = performance.now();
      const found = await searchAllShards(image, TENANT, 'regular', 'faces', {
        collections,
        collectionPrefix: 'bench',
        generations: {
          get: async () => ({ revision: 0, active: generationOf(shards) }),
        },
        policy: DEFAULT_POLICY,
        users: { search: noUsers, facesOf: noUsers },
        vectorRequests: { isBuilding: async () => false },
        clock: systemClock,
        wait: systemWait,
        timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
        emit: () => {},
      });
      if (found.shards.length !== shards)
        throw new Error(`${found.shards.length} of ${shards} shards answered`);
      if (round >= 0) times.get(shards)?.push(performance.now() - startedAt);
    }
  }
  await service.control('latency', { latency: 'off' });
  return times;
}

const noUsers = () => Promise.reject(new Error('these collections have no users'));

const generationOf = (shards: number): Generation => ({
  generation: `g${shards}`,
  shards,
  shard_key: { kind: 'hash' },
  vectors: 'face',
});

function ratiosOf(times: ReadonlyMap<number, readonly number[]>, percent: number): Record<string, number> {
  const one = percentile(times.get(1) ?? [], percent);
  return Object.fromEntries(
    [...times].map(([shards, values]) => [String(shards), round3(percentile(values, percent) / one)]),
  );
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

export const round3 = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * Median of the slowest of `calls` log-normal latencies, over that of one: what the wait for all of them
 * costs where nothing else does. Drawn, since the quantile of a normal distribution has no formula; a million
 * draws.
 */
function idealMedianRatio({ p50_ms, p99_ms }: Profile, calls: number): number {
  const spread = Math.log(p99_ms / p50_ms) / 2.326;
  const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const slowest = Array.from({ length: 62_500 }, () => Math.max(...Array.from({ length: calls }, normal)));
  return round3(Math.exp(spread * percentile(slowest, 50)));
}
