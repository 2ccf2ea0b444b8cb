import { collectionId } from '../kernel/tenancy.ts';
import type { Generation } from './contract.ts';
import { shardKeyProblem, shardOf } from './domain/shard.ts';
import { type GenerationRegistry, writtenGenerations } from './ports/generation-registry.ts';

export interface CollectionNames {
  readonly collectionPrefix: string;
  readonly generations: GenerationRegistry;
}

/** Whose face it is, and what a shard key may name. */
export interface FaceOwner {
  readonly tenant: string;
  readonly user_id: string;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/**
 * The one collection of a generation that holds the faces of a user. Faces may be stored from before the generation was
 * declared, so their user may lack what its shard key reads.
 * @returns undefined where the user has no shard in the generation
 */
export function collectionOfUser(
  prefix: string,
  { generation, shards, shard_key }: Generation,
  { tenant, user_id: userId, attributes = {} }: FaceOwner,
): string | undefined {
  const user = { userId, attributes };
  if (shardKeyProblem(shard_key, user) !== undefined) return undefined;
  return collectionId(prefix, tenant, generation, shardOf(shard_key, shards, user));
}

/** Where a face of a user is written at this moment. */
export interface CollectionsToWrite {
  /** Of the tenant's generations. */
  readonly revision: number;
  readonly active: string;
  /** Of the generations that a migration has written too. */
  readonly copies: string[];
  /** Names of such generations in which the user has no shard: the enrollment records the image as missing there. */
  readonly withoutShard: string[];
}

/**
 * The collections that a face of a user is written to at this moment: the active one, and those of a migration.
 * @throws RangeError where the user has no shard in the active generation
 */
export async function collectionsToWrite(
  owner: FaceOwner,
  { collectionPrefix, generations }: CollectionNames,
): Promise<CollectionsToWrite> {
  const state = await generations.get(owner.tenant);
  const [, ...others] = writtenGenerations(state);
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
