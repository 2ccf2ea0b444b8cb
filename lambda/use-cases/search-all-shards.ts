import type { Generation } from '../contract/generations.ts';
import type { VerificationPolicy } from '../contract/policy.ts';
import { collectionId } from '../contract/tenancy.ts';
import type { SearchedShard } from '../domain/check.ts';
import { matchThreshold, searchThreshold } from '../domain/match-threshold.ts';
import type { Sensitivity } from '../domain/sensitivity.ts';
import type { FaceCollections, FoundFace } from '../ports/face-collections.ts';
import type { GenerationRegistry } from '../ports/generation-registry.ts';
import type { EmitMetric } from '../ports/metrics.ts';
import { mapBounded } from './map-bounded.ts';

export interface SearchAllShardsDependencies {
  readonly collections: Pick<FaceCollections, 'search'>;
  readonly collectionPrefix: string;
  readonly generations: Pick<GenerationRegistry, 'get'>;
  readonly policy: VerificationPolicy;
  readonly emit: EmitMetric;
}

export interface FaceInShard extends FoundFace {
  readonly collectionId: string;
}

export interface CompleteSearch {
  /** False where the image shows no face; then there is nothing else to tell. */
  readonly sawFace: boolean;
  /** At or above the threshold of the answering model, the most similar first. */
  readonly faces: readonly FaceInShard[];
  readonly shards: readonly SearchedShard[];
  readonly searches: number;
}

/** Thrown rather than answer "no match" when a shard did not answer; the workflow tries again by this name. */
export class SearchIncomplete extends Error {
  override readonly name = 'SearchIncomplete';
  constructor(missing: number, total: number, options: ErrorOptions) {
    super(`${missing} of ${total} shards did not answer`, options);
  }
}

/** Ids of every collection of a tenant. */
const collectionsOf = (prefix: string, tenant: string, { generation, shards }: Generation): string[] =>
  Array.from({ length: shards }, (_, shard) => collectionId(prefix, tenant, generation, shard));

/**
 * Searches every shard of a tenant for a face: the fraudster's other identity may be in any of them.
 * @throws SearchIncomplete when any shard did not answer
 */
export async function searchAllShards(
  image: Uint8Array,
  tenant: string,
  sensitivity: Sensitivity,
  dependencies: SearchAllShardsDependencies,
): Promise<CompleteSearch> {
  const { collections, collectionPrefix, generations, policy, emit } = dependencies;
  const ids = collectionsOf(collectionPrefix, tenant, (await generations.get(tenant)).active);
  const threshold = searchThreshold(policy.match_thresholds, sensitivity);
  const answers = await mapBounded(ids, policy.search.max_concurrency, async (id, shard) => {
    try {
      const answer = await collections.search(id, image, threshold);
      emit('CollectionSearched', 1, { Shard: String(shard) });
      return { id, answer };
    } catch (error) {
      emit('CollectionSearchFailed', 1, { Shard: String(shard) });
      return { id, error };
    }
  });

  const failures = answers.flatMap((one) => ('error' in one ? [one.error] : []));
  if (failures.length > 0) {
    emit('SearchIncomplete', 1, {});
    throw new SearchIncomplete(failures.length, ids.length, { cause: failures[0] });
  }
  const found: FaceInShard[] = [];
  const shards: SearchedShard[] = [];
  for (const { id, answer } of answers) {
    if (!answer) return { sawFace: false, faces: [], shards: [], searches: ids.length };
    const { faceModelVersion, faces } = answer;
    const least = matchThreshold(policy.match_thresholds, faceModelVersion, sensitivity);
    found.push(
      ...faces.filter(({ similarity }) => similarity >= least).map((face) => ({ ...face, collectionId: id })),
    );
    shards.push({ collection_id: id, face_model_version: faceModelVersion });
  }
  found.sort((one, other) => other.similarity - one.similarity || one.faceId.localeCompare(other.faceId));
  emit('SearchCandidates', found.length, {});
  return { sawFace: true, faces: found, shards, searches: ids.length };
}
