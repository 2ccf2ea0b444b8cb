/** What a deployment expects to hold and to serve. */
export interface CapacityDemand {
  /** Images that faces are indexed from; one may show several faces. */
  readonly images: number;
  /** Faces in the end, growth included: see {@link grown}. */
  readonly faces: number;
  readonly users: number;
  /** Whether people are searched by their faces or by their vectors. */
  readonly mode: 'face' | 'user';
  /** Regions that hold the collections. */
  readonly regions: 1 | 2;
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
  readonly indexingsPerSecond: number;
}

export interface CapacityPrices {
  /** US dollars for a face vector and month. */
  readonly faceVectorMonth: number;
  /** The same for the vector of a user. */
  readonly userVectorMonth: number;
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
  /** Calls that a search of all shards makes in this mode: one for each. */
  readonly searchesAllShards: number;
  readonly peakSearchesPerSecond: number;
  /** False where the quota of searches must be raised before the busiest second. */
  readonly searchQuotaSuffices: boolean;
  /** Indexing every image once: hours at the quota, and what the calls cost. */
  readonly indexingHours: number;
  readonly indexingUsd: number;
  /** To the cent. */
  readonly monthlyUsd: number;
}

/** What a number has become after some years of growth. @param percentAYear 20 for a fifth more each year */
export const grown = (count: number, percentAYear: number, years: number): number =>
  count * (1 + percentAYear / 100) ** years;

const SECONDS_AN_HOUR = 3_600;
/** DetectFaces of selfie and document, CompareFaces, IndexFaces; searches come on top, and IndexFaces in a second region. */
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
  const { images, faces, users, mode, regions } = demand;
  for (const [name, value] of Object.entries({ images, faces, users, ...limits })) {
    if (!(value > 0)) throw new RangeError(`${name} must be more than 0, but is ${value}`);
  }
  const usable = limits.fillPercent / 100;
  const facesPerUser = faces / users;
  const collectionsForFaces = collectionsOf(faces, limits.faceVectorsPerCollection * usable);
  // in users mode a collection holds the users' faces as well, so both limits count
  const collectionsForUsers = Math.max(
    collectionsForFaces,
    collectionsOf(users, limits.userVectorsPerCollection * usable),
  );
  const searchesAllShards = mode === 'face' ? collectionsForFaces : collectionsForUsers;
  const peakSearchesPerSecond =
    demand.peakRegistrationsPerSecond * SEARCHES_PER_REGISTRATION * searchesAllShards;
  const imageCalls =
    demand.registrationsPerMonth *
      (IMAGE_CALLS_PER_REGISTRATION + (regions - 1) + SEARCHES_PER_REGISTRATION * searchesAllShards) +
    demand.authenticationsPerMonth * IMAGE_CALLS_PER_AUTHENTICATION;
  const userVectors = mode === 'user' ? users : 0;
  const livenessChecks = demand.registrationsPerMonth + demand.authenticationsPerMonth;
  return {
    facesPerUser,
    usersPerCollection: Math.floor((limits.faceVectorsPerCollection * usable) / facesPerUser),
    collectionsForFaces,
    collectionsForUsers,
    searchesAllShards,
    peakSearchesPerSecond,
    searchQuotaSuffices: peakSearchesPerSecond <= limits.searchesPerSecond,
    indexingHours: Math.ceil(images / limits.indexingsPerSecond / SECONDS_AN_HOUR),
    indexingUsd: toCents(images * regions * prices.imageCall),
    monthlyUsd: toCents(
      faces * regions * prices.faceVectorMonth +
        userVectors * prices.userVectorMonth +
        imageCalls * prices.imageCall +
        livenessChecks * prices.livenessCheck,
    ),
  };
}

/** Rounded first, so that binary fractions do not cost a collection. */
const collectionsOf = (vectors: number, vectorsPerCollection: number): number =>
  Math.ceil(Number((vectors / vectorsPerCollection).toFixed(9)));

const toCents = (usd: number): number => Math.round(usd * 100) / 100;
