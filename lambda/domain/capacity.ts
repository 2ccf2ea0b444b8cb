/** What a deployment expects to hold and to serve. */
export interface CapacityDemand {
  /** Faces in the end, growth included. */
  readonly faces: number;
  readonly users: number;
  readonly registrationsPerMonth: number;
  readonly authenticationsPerMonth: number;
  /** Registrations that begin in the busiest second. */
  readonly peakRegistrationsPerSecond: number;
}

/** What Rekognition grants; quotas differ by account and region, so all of it is configuration. */
export interface CapacityLimits {
  readonly faceVectorsPerCollection: number;
  readonly userVectorsPerCollection: number;
  /** Share of a collection, in percent, that is planned to be used: growth must not meet a full shard. */
  readonly fillPercent: number;
  readonly searchesPerSecond: number;
}

export interface CapacityPrices {
  /** US dollars for a face vector and month. */
  readonly faceVectorMonth: number;
  /** US dollars for one call that looks at an image. */
  readonly imageCall: number;
  readonly livenessCheck: number;
}

export interface CapacityPlan {
  readonly facesPerUser: number;
  /** Users that fit into a collection whose limit is face vectors (whitepaper 5.2). */
  readonly usersPerCollection: number;
  readonly collectionsForFaces: number;
  readonly collectionsForUsers: number;
  /** Calls that a search of all shards makes: one for each. */
  readonly searchesAllShards: number;
  readonly peakSearchesPerSecond: number;
  /** False where the quota of searches must be raised before the busiest second. */
  readonly searchQuotaSuffices: boolean;
  /** To the cent. */
  readonly monthlyUsd: number;
}

/** DetectFaces of selfie and document, CompareFaces, IndexFaces; searches come on top. */
const IMAGE_CALLS_PER_REGISTRATION = 4;
/** Before and after indexing. */
const SEARCHES_PER_REGISTRATION = 2;
/** DetectFaces and one search of the user's own collection. */
const IMAGE_CALLS_PER_AUTHENTICATION = 2;

/**
 * How many collections a demand needs, and what a month of it costs (whitepaper 5.2, with the four searches that its
 * arithmetic gives).
 * @throws RangeError for a demand or limit that is no positive number
 */
export function planCapacity(
  demand: CapacityDemand,
  limits: CapacityLimits,
  prices: CapacityPrices,
): CapacityPlan {
  for (const [name, value] of Object.entries({ faces: demand.faces, users: demand.users, ...limits })) {
    if (!(value > 0)) throw new RangeError(`${name} must be more than 0, but is ${value}`);
  }
  const usable = limits.fillPercent / 100;
  const facesPerUser = demand.faces / demand.users;
  const collectionsForFaces = collectionsOf(demand.faces, limits.faceVectorsPerCollection * usable);
  // in users mode a collection holds the users' faces as well, so both limits count
  const collectionsForUsers = Math.max(
    collectionsForFaces,
    collectionsOf(demand.users, limits.userVectorsPerCollection * usable),
  );
  const peakSearchesPerSecond =
    demand.peakRegistrationsPerSecond * SEARCHES_PER_REGISTRATION * collectionsForFaces;
  const imageCalls =
    demand.registrationsPerMonth *
      (IMAGE_CALLS_PER_REGISTRATION + SEARCHES_PER_REGISTRATION * collectionsForFaces) +
    demand.authenticationsPerMonth * IMAGE_CALLS_PER_AUTHENTICATION;
  const livenessChecks = demand.registrationsPerMonth + demand.authenticationsPerMonth;
  return {
    facesPerUser,
    usersPerCollection: Math.floor((limits.faceVectorsPerCollection * usable) / facesPerUser),
    collectionsForFaces,
    collectionsForUsers,
    searchesAllShards: collectionsForFaces,
    peakSearchesPerSecond,
    searchQuotaSuffices: peakSearchesPerSecond <= limits.searchesPerSecond,
    monthlyUsd: toCents(
      demand.faces * prices.faceVectorMonth +
        imageCalls * prices.imageCall +
        livenessChecks * prices.livenessCheck,
    ),
  };
}

/** Rounded first, so that binary fractions do not cost a collection. */
const collectionsOf = (vectors: number, vectorsPerCollection: number): number =>
  Math.ceil(Number((vectors / vectorsPerCollection).toFixed(9)));

const toCents = (usd: number): number => Math.round(usd * 100) / 100;
