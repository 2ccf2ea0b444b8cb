import {
  type BillableCalls,
  type BillableOperation,
  billableOperation,
  sumCalls,
} from '../../kernel/billing.ts';

import type { VerificationPolicy } from '../../kernel/policy.ts';

/** Configuration that decides how often a verification calls Rekognition. */
export interface CallSetup {
  /** Shards of the generation that is searched. */
  readonly shards: number;
  /** Vectors of that generation: with those of users, every shard is asked for users and for faces. */
  readonly vectors: 'face' | 'user';
  /** Watchlists of the tenant, each of which is searched beside the shards. */
  readonly watchlists?: number;
  /** Generations that are written: two while a migration fills another one. */
  readonly writtenGenerations?: number;
  /** Whether the policy has DetectFaces judge the selfie before anything is indexed. */
  readonly detectsSelfie?: boolean;
  /** Whether the policy has the portrait of the document searched beside the selfie. */
  readonly searchesDocument?: boolean;
  /** Checks that the policy runs; all by default. */
  readonly checks?: Partial<VerificationPolicy['checks']>;
}

/**
 * How a registration ends. `portrait_recompared`: approved, with a portrait that is large enough only at full
 * resolution.
 */
export const REGISTRATION_OUTCOMES = [
  'approved',
  'portrait_recompared',
  'same_picture',
  'poor_document',
  'mismatch',
  'poor_selfie',
  'duplicate',
] as const;
export type RegistrationOutcome = (typeof REGISTRATION_OUTCOMES)[number];

/** A check that was taken; one that was not costs nothing. */
const LIVENESS: BillableCalls = { CreateFaceLivenessSession: 1, GetFaceLivenessSessionResults: 1 };

/**
 * Calculates the calls of a registration in its first run, without faults: those of each step that its
 * outcome reaches (ADR 23). DeleteFaces is free, and comes after the decision.
 */
export function registrationCalls(setup: CallSetup, outcome: RegistrationOutcome): BillableCalls {
  const { writtenGenerations = 1, detectsSelfie = false, checks: { document = true } = {} } = setup;
  const detected = (document ? 1 : 0) + (detectsSelfie ? 1 : 0);
  const checks = [LIVENESS, ...(detected > 0 ? [{ DetectFaces: detected }] : [])];
  const compared = [...checks, ...(document ? [{ CompareFaces: 1 }] : [])];
  const index = { IndexFaces: writtenGenerations };
  switch (outcome) {
    case 'same_picture':
      return sumCalls(checks);
    case 'poor_document':
    case 'mismatch':
      return sumCalls(compared);
    case 'poor_selfie':
      // DetectFaces refuses it first; otherwise IndexFaces does, and no other generation gets a copy
      return sumCalls(detectsSelfie ? compared : [...compared, { IndexFaces: 1, DeleteFaces: 1 }]);
    case 'duplicate':
      return sumCalls([...compared, index, searchCalls(setup), { DeleteFaces: writtenGenerations }]);
    case 'approved':
      return sumCalls([...compared, index, searchCalls(setup)]);
    case 'portrait_recompared':
      return sumCalls([...compared, { CompareFaces: 1 }, index, searchCalls(setup)]);
  }
}

/**
 * Calculates the calls of the search for duplicates, and of the watchlists beside it. The document is
 * searched among enrolled people alone, by their vectors where there are any.
 */
const searchCalls = (setup: CallSetup): BillableCalls => {
  const { shards, vectors, checks = {}, watchlists = 0 } = setup;
  const { document = true, duplicates = true } = checks;
  const lists = (checks.watchlists ?? true) ? watchlists : 0;
  if (!duplicates) return lists > 0 ? { SearchFacesByImage: lists } : {};
  const searchesDocument = setup.searchesDocument && document;
  return sumCalls([
    { SearchFacesByImage: shards + lists },
    ...(vectors === 'user' ? [{ SearchUsersByImage: shards }] : []),
    ...(searchesDocument
      ? [vectors === 'user' ? { SearchUsersByImage: shards } : { SearchFacesByImage: shards }]
      : []),
  ]);
};

/** Calculates the calls of a late check, which searches for faces alone, after the decision. */
export const lateCheckCalls = ({ shards }: Pick<CallSetup, 'shards'>): BillableCalls => ({
  SearchFacesByImage: shards,
});

/** Calculates the calls of a login by search: one, of the user's own shard. */
export const authenticationCalls = ({
  vectors,
  checks: { login_quality = true } = {},
}: Pick<CallSetup, 'vectors' | 'checks'>): BillableCalls =>
  sumCalls([
    LIVENESS,
    ...(login_quality ? [{ DetectFaces: 1 }] : []),
    vectors === 'user' ? { SearchUsersByImage: 1 } : { SearchFacesByImage: 1 },
  ]);

/** Operations that are free or have a price of their own; all others are paid for by image. */
const OTHER_OPERATIONS: readonly BillableOperation[] = [
  'CreateFaceLivenessSession',
  'GetFaceLivenessSessionResults',
  'DeleteFaces',
];

/** Counts the calls that are paid for by image. */
export const imageCalls = (calls: BillableCalls): number =>
  billableOperation.options
    .filter((operation) => !OTHER_OPERATIONS.includes(operation))
    .reduce((sum, operation) => sum + (calls[operation] ?? 0), 0);
