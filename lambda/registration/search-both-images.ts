import type { VerificationPolicy } from '../kernel/policy.ts';
import { type SearchAllShardsDependencies, searchAllShards } from '../search/search-all-shards.ts';
import { type CompleteSearch, SearchIncomplete } from '../search/search-collections.ts';
import { type FindForeignFacesDependencies, findForeignFaces, type Registrant } from './foreign-faces.ts';

export type SearchBothImagesDependencies = SearchAllShardsDependencies & FindForeignFacesDependencies;

/** The images of a registration that are searched, and the image id of its selfie. */
export interface SearchedImages {
  readonly selfie: Uint8Array;
  readonly imageId: string;
  /** The portrait of the document; absent if only the selfie is searched. */
  readonly portrait?: Uint8Array | undefined;
}

export interface SearchesOfImages {
  readonly selfie: CompleteSearch;
  readonly portrait?: CompleteSearch;
}

/**
 * Searches all shards for the selfie among all faces, and beside it for the portrait of the document among
 * enrolled people: a portrait is not indexed, so it takes no part in a race. Both together have no more calls
 * under way than the policy allows, and the same deadline.
 * @throws SearchIncomplete if a shard did not answer; for the selfie, unless a replica has a duplicate
 */
export async function searchBothImages(
  { selfie, imageId, portrait }: SearchedImages,
  registrant: Registrant,
  dependencies: SearchBothImagesDependencies,
): Promise<SearchesOfImages> {
  const { tenant } = registrant;
  const searchSelfie = (sharing: SearchBothImagesDependencies) =>
    searchAllShards(selfie, tenant, 'possible_duplicate', 'all', sharing, imageId).catch((error) =>
      searchEnrolled(error, selfie, registrant, sharing),
    );
  if (!portrait) return { selfie: await searchSelfie(dependencies) };
  const sharing = { ...dependencies, policy: halved(dependencies.policy) };
  const [ofSelfie, ofPortrait] = await Promise.all([
    searchSelfie(sharing),
    searchAllShards(portrait, tenant, 'duplicate', 'people', sharing),
  ]);
  return { selfie: ofSelfie, portrait: ofPortrait };
}

/** The policy for one of two searches that run side by side. */
const halved = (policy: VerificationPolicy): VerificationPolicy => {
  const max_concurrency = Math.max(1, Math.floor(policy.search.max_concurrency / 2));
  return { ...policy, search: { ...policy.search, max_concurrency } };
};

/**
 * Asks where only enrolled people are known, the second region, once a collection of the first region did not
 * answer in which somebody else is about to be enrolled: it can find a duplicate, and cannot rule one out.
 * @throws the first region's error unless a duplicate is found
 */
async function searchEnrolled(
  incomplete: unknown,
  image: Uint8Array,
  registrant: Registrant,
  dependencies: SearchBothImagesDependencies,
): Promise<CompleteSearch> {
  if (!dependencies.second || !(incomplete instanceof SearchIncomplete)) throw incomplete;
  const { tenant } = registrant;
  const search = await searchAllShards(image, tenant, 'possible_duplicate', 'people', dependencies);
  const found = await findForeignFaces(search, registrant, dependencies);
  if (!found.some(({ record }) => record?.state === 'mapped')) throw incomplete;
  return search;
}
