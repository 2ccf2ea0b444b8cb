import type { Generation } from '../collections/contract.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import type { Sensitivity } from '../kernel/sensitivity.ts';
import { collectionId } from '../kernel/tenancy.ts';
import {
  type CompleteSearch,
  type SearchCollectionsDependencies,
  type SearchTarget,
  searchCollections,
} from './search-collections.ts';

export interface SearchAllShardsDependencies extends SearchCollectionsDependencies {
  readonly collectionPrefix: string;
  readonly generations: GenerationRegistry;
}

/**
 * Searches every shard of a tenant's active generation for a face: the fraudster's other identity may be in any of
 * them.
 * @param among `people`: who is enrolled, by their vectors where the generation has vectors of users;
 * `faces`: every face, those that no user has yet included
 * @throws SearchIncomplete when any shard did not answer
 */
export async function searchAllShards(
  image: Uint8Array,
  tenant: string,
  sensitivity: Sensitivity,
  among: 'people' | 'faces',
  dependencies: SearchAllShardsDependencies,
): Promise<CompleteSearch> {
  const { collectionPrefix, generations } = dependencies;
  const { active } = await generations.get(tenant);
  const targets = shardsOf(collectionPrefix, tenant, active, among);
  const enrolledOnly = among === 'people';
  return searchCollections({ tenant, image, sensitivity, targets, enrolledOnly }, dependencies);
}

/** Every shard of a generation, to be searched among people or faces. */
export const shardsOf = (
  prefix: string,
  tenant: string,
  { generation, shards, vectors }: Generation,
  among: 'people' | 'faces',
): readonly SearchTarget[] =>
  Array.from({ length: shards }, (_, shard) => ({
    collectionId: collectionId(prefix, tenant, generation, shard),
    generation,
    vectors: among === 'faces' ? 'face' : vectors,
  }));
