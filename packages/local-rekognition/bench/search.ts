import { VectorArena } from '../src/collections/vector-arena.ts';
import { VectorIndex } from '../src/collections/vector-index.ts';
import { median } from './median.ts';

/** Floats of a vector: more than the smaller embedder of the service has, and a common size in the field. */
const DIMENSIONS = 192;
const FLOAT_BYTES = 4;
const COLLECTION_SIZES = [10_000, 100_000, 1_000_000] as const;

/** Neighbors per search: the default of SearchFaces. */
const LIMIT = 100;
const ROUNDS = 9;

/** How long exact search takes, and how near that is to reading the same bytes once. */
export interface SearchFigures {
  readonly search_10k_ms: number;
  readonly search_100k_ms: number;
  readonly search_1m_ms: number;
  /** Gigabytes a second that one thread reads at most, measured in this run. */
  readonly read_bandwidth_gb_s: number;
  /** Share of that which a search among a million reaches: 1 is the limit. */
  readonly search_1m_bandwidth_ratio: number;
  /** Resident memory that a million vectors add. */
  readonly vectors_1m_mb: number;
}

/**
 * Fills one index to each size in turn and searches it; the medians of several rounds, with new queries each.
 */
export function measureSearch(progress: (line: string) => void): SearchFigures {
  const random = uniformRandom(1);
  const search = () => timeOfSearch(index, randomDirection(random));
  const residentBefore = process.memoryUsage.rss();
  const index = new VectorIndex(new VectorArena(), DIMENSIONS);
  const [small, middle, large] = COLLECTION_SIZES.map((size) => {
    while (index.size < size) index.add(randomDirection(random));
    // the first search of each size is for the compiler
    const [, ...times] = Array.from({ length: ROUNDS + 1 }, search);
    progress(`search: ${size} vectors of ${DIMENSIONS} floats in ${median(times).toFixed(2)} ms`);
    return median(times);
  }) as [number, number, number];
  const resident = process.memoryUsage.rss() - residentBefore;

  // reading and searching take turns, so that both run under the same conditions
  const bytes = COLLECTION_SIZES[2] * DIMENSIONS * FLOAT_BYTES;
  const block = new Float64Array(bytes / Float64Array.BYTES_PER_ELEMENT).fill(1);
  timeOfReading(block);
  const rounds = Array.from({ length: ROUNDS }, () => ({ readMs: timeOfReading(block), searchMs: search() }));
  const readMs = median(rounds.map((round) => round.readMs));
  progress(`memory: one thread reads the bytes of the largest in ${readMs.toFixed(2)} ms`);
  index.clear();
  return {
    search_10k_ms: twoDecimals(small),
    search_100k_ms: twoDecimals(middle),
    search_1m_ms: twoDecimals(large),
    read_bandwidth_gb_s: twoDecimals(bytes / readMs / 1e6),
    search_1m_bandwidth_ratio: twoDecimals(median(rounds.map((round) => round.readMs / round.searchMs))),
    vectors_1m_mb: Math.round(resident / 1e6),
  };
}

/** The work is consumed: a search that found nothing would be a fault of the benchmark. */
function timeOfSearch(index: VectorIndex, query: Float32Array): number {
  const start = performance.now();
  const hits = index.search(query, LIMIT);
  const ms = performance.now() - start;
  if (hits.length !== LIMIT) throw new Error(`a search gave ${hits.length} of ${LIMIT} neighbors`);
  return ms;
}

/**
 * Reads one number of each cache line of a block far larger than any cache: nothing but memory is waited for.
 */
function timeOfReading(block: Float64Array): number {
  const doublesOfCacheLine = 8;
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < block.length; index += doublesOfCacheLine) sum += block[index] as number;
  const ms = performance.now() - start;
  if (sum !== block.length / doublesOfCacheLine) throw new Error('the block was not read');
  return ms;
}

function randomDirection(random: () => number): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  let squares = 0;
  for (let index = 0; index < DIMENSIONS; index += 1) {
    const value = random() - 0.5;
    vector[index] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}

/** Park and Miller's generator: the same vectors in each run. */
function uniformRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100;
}
