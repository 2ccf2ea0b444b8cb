import { createHash } from 'node:crypto';

/** Selects a user's shard (whitepaper 5.3). */
export type ShardKey =
  | { readonly kind: 'hash' }
  | { readonly kind: 'last_digit' }
  | { readonly kind: 'attribute'; readonly attribute: string };

export interface ShardedUser {
  readonly userId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Returns the shard, 0 to `shards` - 1, of a user's faces. It is the same for all time and on every machine:
 * a hash built into the language could change with a deployment.
 * @throws RangeError if the user lacks what the key reads; {@link shardKeyProblem} checks this beforehand
 */
export function shardOf(key: ShardKey, shards: number, user: ShardedUser): number {
  const problem = shardKeyProblem(key, user);
  if (problem !== undefined) throw new RangeError(problem);
  switch (key.kind) {
    case 'hash':
      return jumpHash(hash64(user.userId), shards);
    case 'last_digit':
      return Number(user.userId.slice(-1)) % shards;
    case 'attribute':
      return jumpHash(hash64(user.attributes[key.attribute] ?? ''), shards);
  }
}

/** The message for a caller whose user lacks what the shard key reads; undefined if nothing is missing. */
export function shardKeyProblem(key: ShardKey, user: ShardedUser): string | undefined {
  if (key.kind === 'last_digit' && !/\d$/.test(user.userId))
    return 'user_id must end with a digit: it selects the shard';
  if (key.kind === 'attribute' && !user.attributes[key.attribute])
    return `attributes.${key.attribute} is required: it selects the shard`;
  return undefined;
}

/** The same for the first of several generations in which the user has no shard. */
export const missingShardKey = (
  generations: readonly { readonly shard_key: ShardKey }[],
  user: ShardedUser,
): string | undefined =>
  generations
    .map(({ shard_key }) => shardKeyProblem(shard_key, user))
    .find((problem) => problem !== undefined);

/** The first 64 bits of SHA-256: stable and evenly distributed. */
const hash64 = (text: string): bigint =>
  createHash('sha256').update(text, 'utf8').digest().readBigUInt64BE(0);

const MULTIPLIER = 2862933555777941757n;
const MASK_64 = (1n << 64n) - 1n;

/**
 * Jump consistent hash: growing from n to n+1 buckets moves
 * 1/(n+1) of the keys, all of them to the new bucket.
 * @see Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm" (2014), figure 1
 */
function jumpHash(key: bigint, buckets: number): number {
  let state = key;
  let bucket = -1;
  let next = 0;
  while (next < buckets) {
    bucket = next;
    state = (state * MULTIPLIER + 1n) & MASK_64;
    next = Math.floor((bucket + 1) * (2 ** 31 / (Number(state >> 33n) + 1)));
  }
  return bucket;
}
