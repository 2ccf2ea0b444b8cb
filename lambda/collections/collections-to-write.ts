import type { FaceOwner } from '../kernel/face-owner.ts';
import { collectionId, galleryOfList } from '../kernel/tenancy.ts';
import type { Generation } from './contract.ts';
import { shardKeyProblem, shardOf } from './domain/shard.ts';
import { type GenerationRegistry, writtenGenerations } from './ports/generation-registry.ts';

export interface CollectionNames {
  readonly collectionPrefix: string;
  readonly generations: GenerationRegistry;
}

/** A user, with the attributes that a shard key may use. */
export interface ShardedOwner {
  readonly tenant: string;
  readonly user_id: string;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/**
 * Returns the one collection of a generation that holds a user's faces. A user may have enrolled before the
 * generation was declared, and so may lack what its shard key reads.
 * @returns undefined if the user has no shard in the generation
 */
export function collectionOfUser(
  prefix: string,
  { generation, shards, shard_key }: Generation,
  { tenant, user_id: userId, attributes = {} }: ShardedOwner,
): string | undefined {
  const user = { userId, attributes };
  if (shardKeyProblem(shard_key, user) !== undefined) return undefined;
  return collectionId(prefix, tenant, generation, shardOf(shard_key, shards, user));
}

/** The shard that holds all faces of a list: a collection takes 20 million. */
const SHARD_OF_LIST = 0;

/** Returns the one collection of a generation that holds the faces of a watchlist. */
export const collectionOfList = (
  prefix: string,
  { generation }: Pick<Generation, 'generation'>,
  tenant: string,
  listId: string,
): string => collectionId(prefix, tenant, galleryOfList(generation, listId), SHARD_OF_LIST);

/**
 * Returns the one collection of a generation that holds the faces of an owner.
 * @returns undefined if the owner is a user without a shard in the generation
 */
export const collectionOfOwner = (
  prefix: string,
  generation: Generation,
  owner: FaceOwner & Omit<ShardedOwner, 'user_id'>,
): string | undefined =>
  owner.kind === 'user'
    ? collectionOfUser(prefix, generation, owner)
    : collectionOfList(prefix, generation, owner.tenant, owner.list_id);

/** The collections to which a user's face is currently written. */
export interface CollectionsToWrite {
  /** Revision of the tenant's generations. */
  readonly revision: number;
  readonly active: string;
  /** Collections of the other generations that a migration writes. */
  readonly copies: string[];
  /**
   * Names of those generations in which the user has no
   * shard; the enrollment records the image as missing there.
   */
  readonly withoutShard: string[];
}

/**
 * Returns the collections to which a user's face is currently
 * written: the active one and those of a migration.
 * @throws RangeError if the user has no shard in the active generation
 * @throws GenerationChanged if a generation is configured with another shape than it was first used with
 */
export async function collectionsToWrite(
  owner: ShardedOwner,
  { collectionPrefix, generations }: CollectionNames,
): Promise<CollectionsToWrite> {
  const state = await generations.get(owner.tenant);
  const written = writtenGenerations(state);
  for (const generation of written) await generations.keep(owner.tenant, generation);
  const [, ...others] = written;
  const active = collectionOfUser(collectionPrefix, state.active, owner);
  if (active === undefined)
    throw new RangeError(
      `the user lacks what the shard key of generation ${state.active.generation} reads: it became the active one since the user was checked`,
    );
  const copies: string[] = [];
  const withoutShard: string[] = [];
  for (const generation of others) {
    const collection = collectionOfUser(collectionPrefix, generation, owner);
    if (collection === undefined) withoutShard.push(generation.generation);
    else copies.push(collection);
  }
  return { revision: state.revision, active, copies, withoutShard };
}
