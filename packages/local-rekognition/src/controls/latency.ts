/** How long an operation takes: the median and the 99th percentile, in milliseconds. */
export interface LatencyProfile {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Latency by operation; an operation that is not named answers as soon as it can. */
export type LatencyTable = Readonly<Record<string, LatencyProfile>>;

const IMAGE: LatencyProfile = { p50Ms: 300, p99Ms: 900 };
const VECTOR: LatencyProfile = { p50Ms: 80, p99Ms: 300 };
const RECORD: LatencyProfile = { p50Ms: 40, p99Ms: 150 };

/**
 * A plausible service, seen from its own region. AWS publishes no figures: these are round numbers of the
 * right order, images slowest, for trying how a caller behaves when calls take their time. Not a promise of
 * any speed.
 */
export const PLAUSIBLE_LATENCIES: LatencyTable = {
  AssociateFaces: VECTOR,
  CompareFaces: IMAGE,
  CreateCollection: RECORD,
  CreateFaceLivenessSession: RECORD,
  CreateUser: RECORD,
  DeleteCollection: RECORD,
  DeleteFaces: RECORD,
  DeleteUser: RECORD,
  DescribeCollection: RECORD,
  DetectFaces: IMAGE,
  DisassociateFaces: VECTOR,
  GetFaceLivenessSessionResults: RECORD,
  IndexFaces: IMAGE,
  ListCollections: RECORD,
  ListFaces: RECORD,
  ListUsers: RECORD,
  SearchFaces: VECTOR,
  SearchFacesByImage: IMAGE,
  SearchUsers: VECTOR,
  SearchUsersByImage: IMAGE,
};

/** Standard deviations between the median and the 99th percentile of a normal distribution. */
const Z_99 = 2.326;

/** Draws latencies: log-normal, as those of services are, with a long tail. */
export class LatencyModel {
  readonly #random: () => number;
  #table: LatencyTable = {};

  /** @param random gives numbers from 0 up to but not including 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  get table(): LatencyTable {
    return this.#table;
  }

  configure(table: LatencyTable): void {
    this.#table = table;
  }

  /** Milliseconds that a call should take in all; 0 for an operation without a profile. */
  draw(operation: string): number {
    const profile = Object.hasOwn(this.#table, operation) ? this.#table[operation] : undefined;
    if (!profile) return 0;
    const spread = Math.log(profile.p99Ms / profile.p50Ms) / Z_99;
    return profile.p50Ms * Math.exp(spread * this.#standardNormal());
  }

  /** Box and Muller's transform of two uniform numbers. */
  #standardNormal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.#random()));
    return radius * Math.cos(2 * Math.PI * this.#random());
  }
}
