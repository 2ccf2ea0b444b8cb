import { collectionId } from '../contract/tenancy.ts';
import type { Sensitivity } from '../domain/sensitivity.ts';
import type { GenerationRegistry } from '../ports/generation-registry.ts';
import {
  type CompleteSearch,
  type SearchCollectionsDependencies,
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
  const { generation, shards, vectors } = (await generations.get(tenant)).active;
  const targets = Array.from({ length: shards }, (_, shard) => ({
    collectionId: collectionId(collectionPrefix, tenant, generation, shard),
    generation,
    vectors: among === 'faces' ? ('face' as const) : vectors,
  }));
  return searchCollections({ tenant, image, sensitivity, targets }, dependencies);
}
