import { collectionId } from '../kernel/tenancy.ts';
import type { Generation } from './contract.ts';
import { shardOf } from './domain/shard.ts';
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

/** The one collection of a generation that holds the faces of a user. */
export function collectionOfUser(
  prefix: string,
  { generation, shards, shard_key }: Generation,
  { tenant, user_id: userId, attributes = {} }: FaceOwner,
): string {
  return collectionId(prefix, tenant, generation, shardOf(shard_key, shards, { userId, attributes }));
}

/** The collections that a face of a user is written to at this moment: the active one, and those of a migration. */
export async function collectionsToWrite(
  owner: FaceOwner,
  { collectionPrefix, generations }: CollectionNames,
): Promise<{ readonly revision: number; readonly active: string; readonly copies: string[] }> {
  const state = await generations.get(owner.tenant);
  const [, ...others] = writtenGenerations(state);
  return {
    revision: state.revision,
    active: collectionOfUser(collectionPrefix, state.active, owner),
    copies: others.map((generation) => collectionOfUser(collectionPrefix, generation, owner)),
  };
}
