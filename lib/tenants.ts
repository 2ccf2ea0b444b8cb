import type { ImportBuckets } from '../lambda/bulk-indexing/contract.ts';
import {
  type ExpectedPopulation,
  type Generations,
  generationsOf,
  shardsFor,
} from '../lambda/collections/contract.ts';
import { collectionId } from '../lambda/kernel/tenancy.ts';

/** Maximum length of a CollectionId in Rekognition. */
const COLLECTION_ID_MAX_LENGTH = 255;

interface TenantsConfig {
  readonly tenants: readonly {
    readonly id: string;
    readonly expected?: ExpectedPopulation | undefined;
  }[];
  readonly generations: Generations;
  readonly importBuckets: ImportBuckets;
  readonly collectionPrefix: string;
}

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Findings on the tenants: listed twice, named elsewhere only, or more faces than their shards hold. */
export function tenantProblems(config: TenantsConfig): readonly Problem[] {
  const ids = config.tenants.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  const unlisted = Object.keys(config.generations.tenants).filter((tenant) => !ids.includes(tenant));
  return [
    ...(twice === undefined ? [] : [{ path: ['tenants'], message: `tenant "${twice}" is listed twice` }]),
    ...unlisted.map((tenant) => ({
      path: ['generations', 'tenants', tenant],
      message: `generations are set for "${tenant}", which is not a tenant; add it to tenants or remove them`,
    })),
    ...config.importBuckets.flatMap(({ tenant, bucket }, index) =>
      ids.includes(tenant)
        ? []
        : [
            {
              path: ['importBuckets', index, 'tenant'],
              message: `bucket "${bucket}" belongs to "${tenant}", which is not a tenant; add it to tenants or remove the bucket`,
            },
          ],
    ),
    ...config.tenants.flatMap((tenant, index) => shardProblems(config, tenant, index)),
  ];
}

function shardProblems(
  { generations, collectionPrefix }: TenantsConfig,
  { id, expected }: TenantsConfig['tenants'][number],
  index: number,
): readonly Problem[] {
  const needed = expected ? shardsFor(expected) : 0;
  return generationsOf(generations, id).flatMap(({ generation, shards }) => {
    const longest = collectionId(collectionPrefix, id, generation, shards - 1);
    return [
      ...(needed > shards
        ? [
            {
              path: ['tenants', index, 'expected'],
              message: `${expected?.faces} faces need ${needed} shards, but generation "${generation}" of tenant "${id}" has ${shards}; configure ${needed} or more`,
            },
          ]
        : []),
      ...(longest.length > COLLECTION_ID_MAX_LENGTH
        ? [
            {
              path: ['collectionPrefix'],
              message: `collection id "${longest}" has ${longest.length} characters; Rekognition accepts ${COLLECTION_ID_MAX_LENGTH}`,
            },
          ]
        : []),
    ];
  });
}
