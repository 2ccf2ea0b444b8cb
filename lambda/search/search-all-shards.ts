import type { Generation } from '../collections/contract.ts';
import type { MatchTier } from '../collections/domain/match-threshold.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import { collectionId } from '../kernel/tenancy.ts';
import {
  type CompleteSearch,
  type SearchCollectionsDependencies,
  type SearchTarget,
  searchCollections,
} from './search-collections.ts';

export interface SearchAllShardsDependencies extends SearchCollectionsDependencies {
  readonly collectionPrefix: string;
  readonly generations: Pick<GenerationRegistry, 'get'>;
}

/**
 * Searches every shard of a tenant's active generation for a
 * face: a fraudster's other identity may be in any of them.
 * @param among `people`: enrolled users, by user vector if the generation has them; `faces`: every face,
 * including those without a user; `all`: both, since a vector finds a user whom no single face does
 * @param ownImageId of the enrollment that searches, if it is one
 * @throws SearchIncomplete if any shard did not answer
 */
export async function searchAllShards(
  image: Uint8Array,
  tenant: string,
  tier: MatchTier,
  among: 'people' | 'faces' | 'all',
  dependencies: SearchAllShardsDependencies,
  ownImageId?: string,
): Promise<CompleteSearch> {
  const { collectionPrefix, generations } = dependencies;
  const { active } = await generations.get(tenant);
  const targets = [
    ...(among === 'people' ? [] : shardsOf(collectionPrefix, tenant, active, 'faces')),
    ...(among === 'people' || (among === 'all' && active.vectors === 'user')
      ? shardsOf(collectionPrefix, tenant, active, 'people')
      : []),
  ];
  const enrolledOnly = among === 'people';
  return searchCollections({ tenant, image, tier, targets, enrolledOnly, ownImageId }, dependencies);
}

/** Returns every shard of a generation as a search target. */
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
