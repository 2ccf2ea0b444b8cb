import * as z from 'zod';
import { TENANT_PATTERN } from './tenancy.ts';

/**
 * How faces are spread over collections. A generation is a set of shards created together: one number of shards, one
 * shard key, and (because a collection keeps the version it was created with) one face model version.
 */

/** What picks the shard of a user (whitepaper 5.3). */
const shardKey = z.discriminatedUnion('kind', [
  /** SHA-256 of the user id and a jump consistent hash: even, and growing by one shard moves 1/n of the users. */
  z.strictObject({ kind: z.literal('hash') }),
  /** The last digit of the user id, modulo the number of shards; for ids that end with a digit. */
  z.strictObject({ kind: z.literal('last_digit') }),
  /** A named attribute of the user, such as a country or a company: those who share it share a shard. */
  z.strictObject({ kind: z.literal('attribute'), attribute: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/) }),
]);
export type ShardKey = z.infer<typeof shardKey>;

const generation = z
  .strictObject({
    /** Part of the collections' names; a new one for every re-sharding or model migration. */
    generation: z.string().regex(/^[a-z][a-z0-9]{0,15}$/, {
      error: (issue) =>
        `generation "${String(issue.input)}" must be 1 to 16 lower-case letters or digits, beginning with a letter`,
    }),
    shards: z.int().min(1).max(1000),
    shard_key: shardKey,
  })
  .refine(({ shards, shard_key }) => shard_key.kind !== 'last_digit' || shards <= 10, {
    error:
      'the last digit of a user id tells at most 10 shards apart; use fewer shards or the shard key "hash"',
    path: ['shards'],
  });
export type Generation = z.infer<typeof generation>;

export const generationsSchema = z.strictObject({
  /** The generation of every tenant that `tenants` does not name. */
  default: generation,
  tenants: z.record(z.string().regex(TENANT_PATTERN), generation),
});
export type Generations = z.infer<typeof generationsSchema>;

/** The generation that a tenant's faces live in. */
export const generationOf = (generations: Generations, tenant: string): Generation =>
  generations.tenants[tenant] ?? generations.default;
