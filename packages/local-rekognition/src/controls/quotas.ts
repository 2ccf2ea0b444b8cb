import { RekognitionError } from '../rekognition-error.ts';

/** Calls a second by operation; an operation that is not named has no quota. */
export type QuotaTable = Readonly<Record<string, number>>;

/** Quotas to apply: AWS's own for the region, none, or a table. */
export type Quotas = 'aws' | 'off' | QuotaTable;

/** Regions with the higher default quotas (General Reference, "Amazon Rekognition endpoints and quotas"). */
const LARGE_REGIONS: readonly string[] = ['us-east-1', 'us-west-2', 'eu-west-1'];

interface QuotaRow {
  readonly operations: readonly string[];
  readonly largeRegionTps: number;
  readonly otherRegionTps: number;
}

/**
 * Default quotas in calls per second, region and account
 * (same source; Service Quotas has an account's values).
 */
const AWS_QUOTAS: readonly QuotaRow[] = [
  {
    operations: [
      'IndexFaces',
      'ListFaces',
      'SearchFaces',
      'SearchFacesByImage',
      'SearchUsers',
      'SearchUsersByImage',
    ],
    largeRegionTps: 50,
    otherRegionTps: 5,
  },
  { operations: ['CompareFaces', 'DetectFaces'], largeRegionTps: 100, otherRegionTps: 25 },
  {
    operations: [
      'AssociateFaces',
      'CreateCollection',
      'CreateUser',
      'DeleteCollection',
      'DeleteFaces',
      'DeleteUser',
      'DescribeCollection',
      'DisassociateFaces',
      'ListCollections',
      'ListUsers',
    ],
    largeRegionTps: 5,
    otherRegionTps: 5,
  },
  {
    operations: ['CreateFaceLivenessSession', 'GetFaceLivenessSessionResults'],
    largeRegionTps: 25,
    otherRegionTps: 5,
  },
];

/** eu-west-1 has the higher quotas for faces, but not for liveness (same source). */
const LIVENESS_EXCEPTIONS: Readonly<Record<string, QuotaTable>> = {
  'eu-west-1': { CreateFaceLivenessSession: 5, GetFaceLivenessSessionResults: 5 },
};

export function awsQuotas(region: string): QuotaTable {
  const large = LARGE_REGIONS.includes(region);
  const table = AWS_QUOTAS.flatMap(({ operations, largeRegionTps, otherRegionTps }) =>
    operations.map((operation) => [operation, large ? largeRegionTps : otherRegionTps] as const),
  );
  return { ...Object.fromEntries(table), ...LIVENESS_EXCEPTIONS[region] };
}

interface Bucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

/**
 * A token bucket by operation. A bucket holds the calls of one second, so that a burst of that size passes.
 */
export class RateLimiter {
  readonly #region: string;
  readonly #buckets = new Map<string, Bucket>();
  #table: QuotaTable = {};

  constructor(region: string, quotas: Quotas) {
    this.#region = region;
    this.configure(quotas);
  }

  get table(): QuotaTable {
    return this.#table;
  }

  /** Replaces all quotas; buckets start full. */
  configure(quotas: Quotas): void {
    if (quotas === 'off') this.#table = {};
    else this.#table = quotas === 'aws' ? awsQuotas(this.#region) : quotas;
    this.#buckets.clear();
  }

  /**
   * @throws RekognitionError ProvisionedThroughputExceededException
   * when the operation has no call left at `now`
   */
  take(operation: string, now: number): void {
    const limit = Object.hasOwn(this.#table, operation) ? this.#table[operation] : undefined;
    if (limit === undefined) return;
    const bucket = this.#buckets.get(operation) ?? { tokens: limit, filledAt: now };
    this.#buckets.set(operation, bucket);
    const elapsedSeconds = Math.max(0, now - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(limit, bucket.tokens + elapsedSeconds * limit);
    bucket.filledAt = now;
    if (bucket.tokens < 1) {
      throw new RekognitionError('ProvisionedThroughputExceededException', 'Provisioned Rate exceeded.');
    }
    bucket.tokens -= 1;
  }
}
