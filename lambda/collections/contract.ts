import * as z from 'zod/mini';
import { attributeName } from '../kernel/attributes.ts';
import {
  collectionId,
  galleryOfCollection,
  galleryOfList,
  shardOfCollection,
  TENANT_PATTERN,
  WATCHLIST_PATTERN,
} from '../kernel/tenancy.ts';
import { defaultQuotasByOperation } from '../rate-limits/domain/default-quotas.ts';
import {
  type CapacityLimits,
  type CapacityPrices,
  collectionsOf,
  PLANNED_OPERATIONS,
} from './domain/capacity.ts';

/** Limits of a collection: 20 million faces (whitepaper 5.2) and 10 million users. */
export const COLLECTION_LIMITS = {
  faceVectorsPerCollection: 20_000_000,
  userVectorsPerCollection: 10_000_000,
} as const;

/** Returns the limits of a region by default; Service Quotas has an account's actual values. */
export function capacityLimitsIn(region: string, fillPercent = 100): CapacityLimits {
  const granted = defaultQuotasByOperation(region);
  const quotas = PLANNED_OPERATIONS.map((operation) => [operation, granted[operation] ?? 0] as const);
  return {
    ...COLLECTION_LIMITS,
    fillPercent,
    callsPerSecond: Object.fromEntries(quotas) as CapacityLimits['callsPerSecond'],
    userVectorCallsPerSecond: granted.AssociateFaces ?? 0,
  };
}

/** List prices of us-east-1, first tier; check them for your region, volume and agreement. */
export const DEFAULT_CAPACITY_PRICES: CapacityPrices = {
  faceVectorMonth: 0.00001,
  userVectorMonth: 0.00001,
  imageCall: 0.001,
  livenessCheck: 0.015,
};

/** Expected faces and users of a tenant, so that too few shards are noticed before they are full. */
export const expectedPopulation = z
  .strictObject({ faces: z.int().check(z.minimum(1)), users: z.int().check(z.minimum(1)) })
  .check(
    z.refine(({ faces, users }) => faces >= users, {
      error: 'expected.faces must be at least expected.users',
    }),
  );
export type ExpectedPopulation = z.infer<typeof expectedPopulation>;

/** Number of shards for an expected population. */
export const shardsFor = ({ faces }: ExpectedPopulation): number =>
  collectionsOf(faces, COLLECTION_LIMITS.faceVectorsPerCollection);

/**
 * How faces are distributed over collections. A generation is a set of shards created together: one number of
 * shards, one shard key and one face model version (a collection keeps the version it was created with).
 */

/** Selects a user's shard (whitepaper 5.3). */
const shardKey = z.discriminatedUnion('kind', [
  /** SHA-256 of the user id and a jump consistent hash: even, and adding a shard moves 1/n of the users. */
  z.strictObject({ kind: z.literal('hash') }),
  /** The last digit of the user id, modulo the number of shards; for ids that end with a digit. */
  z.strictObject({ kind: z.literal('last_digit') }),
  /** An attribute of the user, such as a country or company: users who share its value share a shard. */
  z.strictObject({ kind: z.literal('attribute'), attribute: attributeName }),
]);
export type ShardKey = z.infer<typeof shardKey>;

const generation = z
  .strictObject({
    /** Part of the collections' names; a new one for every re-sharding or model migration. */
    generation: z.string().check(
      z.regex(/^[a-z][a-z0-9]{0,15}$/, {
        error: (issue) =>
          `generation "${String(issue.input)}" must be 1 to 16 lowercase letters or digits, beginning with a letter`,
      }),
    ),
    shards: z.int().check(z.minimum(1), z.maximum(1000)),
    shard_key: shardKey,
    /** Whether a search compares with faces, or with one vector of all faces of a user (whitepaper 3.5.2). */
    vectors: z._default(z.enum(['face', 'user']), 'face'),
  })
  .check(
    z.refine(({ shards, shard_key }) => shard_key.kind !== 'last_digit' || shards <= 10, {
      error:
        'the last digit of a user id selects at most 10 shards; use fewer shards or the shard key "hash"',
      path: ['shards'],
    }),
  );
export type Generation = z.infer<typeof generation>;

/** Row of a generation that is in use. */
export const generationShape = z.object({
  generation: z.string(),
  shards: z.int().check(z.minimum(1)),
  shard_key: shardKey,
  vectors: z.enum(['face', 'user']),
});

/** A search asks every list, and CloudFormation creates a collection for each in each generation. */
export const MAX_WATCHLISTS = 20;

const generations = z.array(generation).check(
  z.minLength(1, 'at least one generation is required'),
  z.refine((all) => new Set(all.map(({ generation: name }) => name)).size === all.length, {
    error: 'two generations have the same name; a migration needs a generation of its own',
  }),
);

/**
 * Every generation with collections. Which of them is read and written changes at run time
 * (ports/generation-registry); initially it is the first.
 */
export const generationsSchema = z.strictObject({
  /** The generations of every tenant not listed in `tenants`. */
  default: generations,
  tenants: z.record(z.string().check(z.regex(TENANT_PATTERN)), generations),
});

/**
 * The generations, with the names of the watchlists of the tenants that have any. Every list has a collection
 * in each of its tenant's generations.
 */
export const deployedGenerations = z.extend(generationsSchema, {
  watchlists: z.exactOptional(
    z.record(
      z.string().check(z.regex(TENANT_PATTERN)),
      z.array(z.string().check(z.regex(WATCHLIST_PATTERN))),
    ),
  ),
});
export type Generations = z.infer<typeof deployedGenerations>;

/** The generations of a tenant; the first holds its faces until a migration moves them. */
export const generationsOf = (generations: Generations, tenant: string): readonly Generation[] =>
  generations.tenants[tenant] ?? generations.default;

/** The names of a tenant's watchlists. */
export const watchlistsOf = (generations: Generations, tenant: string): readonly string[] =>
  generations.watchlists?.[tenant] ?? [];

/**
 * The collection of one watchlist in a generation, as a generation of its own: one shard, since that takes 20
 * million faces, and face vectors, since only users have vectors.
 */
export const galleryOf = (generation: string, list: string): Generation => ({
  generation: galleryOfList(generation, list),
  shards: 1,
  shard_key: { kind: 'hash' },
  vectors: 'face',
});

/** Everything that is searched, filled and emptied as a part of one generation: its users, then each list. */
export const galleriesIn = (
  generations: Generations,
  tenant: string,
  generation: Generation,
): readonly Generation[] => [
  generation,
  ...watchlistsOf(generations, tenant).map((list) => galleryOf(generation.generation, list)),
];

/** The same of all generations of a tenant: together they name every collection that it has. */
export const galleriesOf = (generations: Generations, tenant: string): readonly Generation[] =>
  generationsOf(generations, tenant).flatMap((generation) => galleriesIn(generations, tenant, generation));

/** A collection, and what a search in it compares with. */
export interface GalleryShard {
  readonly collectionId: string;
  readonly vectors: Generation['vectors'];
}

/** Returns every collection of galleries, in their order. */
export const shardsOfGalleries = (
  prefix: string,
  tenant: string,
  galleries: readonly Generation[],
): readonly GalleryShard[] =>
  galleries.flatMap(({ generation, shards, vectors }) =>
    Array.from({ length: shards }, (_, shard) => ({
      collectionId: collectionId(prefix, tenant, generation, shard),
      vectors,
    })),
  );

/**
 * Returns what a search in a collection compares with: faces or user vectors.
 * @throws Error for a collection of a generation that is not configured
 */
export function vectorsOf(
  generations: Generations,
  tenant: string,
  collection: string,
): Generation['vectors'] {
  const name = galleryOfCollection(collection);
  const found = galleriesOf(generations, tenant).find(({ generation: one }) => one === name);
  if (!found)
    throw new Error(`collection ${collection} belongs to no generation in its tenant's configuration`);
  return found.vectors;
}

/** Whether the configuration has a collection: its generation and watchlist, and in that its shard. */
export const isConfigured = (generations: Generations, tenant: string, collection: string): boolean =>
  galleriesOf(generations, tenant).some(
    ({ generation, shards }) =>
      generation === galleryOfCollection(collection) && shardOfCollection(collection) < shards,
  );

/** Source of the events on the account's default bus. */
export const EVENT_SOURCE = 'face-idv';
export const FACE_MODEL_BEHIND = 'Face Model Behind';

export const parseGenerations = (json: string): Generations => deployedGenerations.parse(JSON.parse(json));
