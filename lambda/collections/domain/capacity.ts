import type { BillableCalls } from '../../kernel/billing.ts';
import { authenticationCalls, imageCalls, registrationCalls } from './call-budget.ts';

/** Expected data and load of a deployment. */
export interface CapacityDemand {
  /** Images to index; an image may show several faces. */
  readonly images: number;
  /** Final number of faces, growth included: see {@link grown}. */
  readonly faces: number;
  readonly users: number;
  /** Whether people are searched by face or by user vector. */
  readonly mode: 'face' | 'user';
  /** Number of regions with collections. */
  readonly regions: 1 | 2;
  readonly registrationsPerMonth: number;
  readonly authenticationsPerMonth: number;
  /** Registrations that start in the busiest second; omitted if unknown. */
  readonly peakRegistrationsPerSecond?: number | undefined;
  /**
   * Faces in percent that are deleted again after they were indexed: low quality,
   * a duplicate found afterwards, or a registration that was undone.
   */
  readonly deletedPercent: number;
  /** Whether the policy has DetectFaces judge selfies as well. */
  readonly detectsSelfie?: boolean;
  /** Whether the policy has documents searched as well as selfies. */
  readonly searchesDocument?: boolean;
  /** Watchlists of the tenant. */
  readonly watchlists?: number;
}

/** Operations that registrations call, and whose quota they may exhaust. */
export const PLANNED_OPERATIONS = [
  'DetectFaces',
  'CompareFaces',
  'SearchFacesByImage',
  'IndexFaces',
  'DeleteFaces',
] as const;
export type PlannedOperation = (typeof PLANNED_OPERATIONS)[number];

/** Limits of Rekognition; quotas differ by account and region, so they are configuration. */
export interface CapacityLimits {
  readonly faceVectorsPerCollection: number;
  readonly userVectorsPerCollection: number;
  /** Planned fill of a collection in percent, so that growth does not meet a full shard. */
  readonly fillPercent: number;
  /** Quotas of one region in calls per second. A search for users has the quota of a search for faces. */
  readonly callsPerSecond: Readonly<Record<PlannedOperation, number>>;
  /** Quota of CreateUser and AssociateFaces in one region. */
  readonly userVectorCallsPerSecond: number;
}

export interface CapacityPrices {
  /** US dollars per face vector and month. */
  readonly faceVectorMonth: number;
  /** US dollars per user vector and month. */
  readonly userVectorMonth: number;
  /** US dollars per image call. */
  readonly imageCall: number;
  readonly livenessCheck: number;
}

export interface CapacityPlan {
  readonly facesPerUser: number;
  /** Users that fit into a collection limited by face vectors (whitepaper 5.2). */
  readonly usersPerCollection: number;
  readonly collectionsForFaces: number;
  readonly collectionsForUsers: number;
  /** Calls per search of all shards in this mode: one per shard. */
  readonly searchesAllShards: number;
  /** Image calls of an approved registration, in one region. */
  readonly callsPerRegistration: number;
  /** Empty if the demand names no peak: nothing then says whether the quotas suffice. */
  readonly busiestSecond: readonly BusiestSecond[];
  /** Hours to index every image once at the quotas of IndexFaces and DeleteFaces. */
  readonly indexingHours: number;
  readonly indexingUsd: number;
  /** To the cent. */
  readonly monthlyUsd: number;
  readonly recommendation: VectorRecommendation;
}

/** Face or user vectors for a generation to search (whitepaper 3.5), and why. */
export interface VectorRecommendation {
  readonly vectors: 'face' | 'user';
  readonly why: string;
}

/** Calls of an operation in the busiest second. */
export interface BusiestSecond {
  readonly operation: PlannedOperation;
  readonly calls: number;
  readonly quota: number;
  /** False if the quota must be raised. */
  readonly suffices: boolean;
}

/** Calculates a number after some years of growth. @param percentPerYear 20 for a fifth more each year */
export const grown = (count: number, percentPerYear: number, years: number): number =>
  count * (1 + percentPerYear / 100) ** years;

const SECONDS_AN_HOUR = 3_600;
/** CreateUser and AssociateFaces. */
const USER_VECTOR_CALLS_PER_REGISTRATION = 2;
/** Images per person from which a vector of the user says more than one face. */
const SEVERAL_IMAGES = 2;

/**
 * Calculates the number of collections for a demand and its cost per
 * month (whitepaper 5.2, with the four searches that its numbers give).
 * @throws RangeError for a demand or limit that is not a positive number
 */
export function planCapacity(
  demand: CapacityDemand,
  limits: CapacityLimits,
  prices: CapacityPrices,
): CapacityPlan {
  const { images, faces, users, mode, regions } = demand;
  const { callsPerSecond, ...others } = limits;
  for (const [name, value] of Object.entries({ images, faces, users, ...others, ...callsPerSecond })) {
    if (!(value > 0)) throw new RangeError(`${name} must be more than 0, but is ${value}`);
  }
  if (demand.peakRegistrationsPerSecond !== undefined && !(demand.peakRegistrationsPerSecond > 0))
    throw new RangeError('peakRegistrationsPerSecond must be more than 0; omit it if it is unknown');
  const usable = limits.fillPercent / 100;
  const facesPerUser = faces / users;
  const collectionsForFaces = collectionsOf(faces, limits.faceVectorsPerCollection * usable);
  // in user mode a collection also holds the users' faces, so both limits count
  const collectionsForUsers = Math.max(
    collectionsForFaces,
    collectionsOf(users, limits.userVectorsPerCollection * usable),
  );
  const searchesAllShards = mode === 'face' ? collectionsForFaces : collectionsForUsers;
  const deletedShare = demand.deletedPercent / 100;
  const setup = {
    shards: searchesAllShards,
    vectors: mode,
    detectsSelfie: demand.detectsSelfie === true,
    searchesDocument: demand.searchesDocument === true,
    watchlists: demand.watchlists ?? 0,
  };
  const registration = registrationCalls(setup, 'approved');
  const callsPerRegistration = imageCalls(registration);
  // each further region indexes the image as well
  const callsPerMonth =
    demand.registrationsPerMonth * (callsPerRegistration + (regions - 1)) +
    demand.authenticationsPerMonth * imageCalls(authenticationCalls(setup));
  const userVectors = mode === 'user' ? users : 0;
  const livenessChecks = demand.registrationsPerMonth + demand.authenticationsPerMonth;
  return {
    facesPerUser,
    usersPerCollection: Math.floor((limits.faceVectorsPerCollection * usable) / facesPerUser),
    collectionsForFaces,
    collectionsForUsers,
    searchesAllShards,
    callsPerRegistration,
    recommendation: recommendVectors(facesPerUser, demand.peakRegistrationsPerSecond, limits),
    busiestSecond: busiestSecond(demand, registration, callsPerSecond),
    indexingHours: Math.ceil(
      Math.max(images / callsPerSecond.IndexFaces, (images * deletedShare) / callsPerSecond.DeleteFaces) /
        SECONDS_AN_HOUR,
    ),
    indexingUsd: toCents(images * regions * prices.imageCall),
    monthlyUsd: toCents(
      faces * regions * prices.faceVectorMonth +
        userVectors * prices.userVectorMonth +
        callsPerMonth * prices.imageCall +
        livenessChecks * prices.livenessCheck,
    ),
  };
}

/** Recommends by images per person and by the quota of the calls that build user vectors (whitepaper 3.5). */
function recommendVectors(
  facesPerUser: number,
  peak: number | undefined,
  { userVectorCallsPerSecond }: CapacityLimits,
): VectorRecommendation {
  if (facesPerUser < SEVERAL_IMAGES)
    return { vectors: 'face', why: 'fewer than two images per person: a user vector would add little' };
  const perSecond = userVectorCallsPerSecond / USER_VECTOR_CALLS_PER_REGISTRATION;
  if (peak !== undefined && peak > perSecond)
    return {
      vectors: 'face',
      why: `${peak} registrations in the busiest second, and the quota builds ${perSecond} user vectors`,
    };
  return {
    vectors: 'user',
    why: 'several images per person: one vector of all of them is compared, in different light and poses',
  };
}

function busiestSecond(
  { peakRegistrationsPerSecond, deletedPercent }: CapacityDemand,
  registration: BillableCalls,
  quotas: CapacityLimits['callsPerSecond'],
): BusiestSecond[] {
  if (peakRegistrationsPerSecond === undefined) return [];
  // the searches for users have a quota of their own; faces are deleted of registrations that are declined
  const perRegistration = { ...registration, DeleteFaces: deletedPercent / 100 };
  return PLANNED_OPERATIONS.map((operation) => {
    const calls = peakRegistrationsPerSecond * (perRegistration[operation] ?? 0);
    return { operation, calls, quota: quotas[operation], suffices: calls <= quotas[operation] };
  });
}

/** Number of collections; rounded first, so that binary fractions do not add one. */
export const collectionsOf = (vectors: number, vectorsPerCollection: number): number =>
  Math.ceil(Number((vectors / vectorsPerCollection).toFixed(9)));

const toCents = (usd: number): number => Math.round(usd * 100) / 100;
