import type { Generation } from '../../../lambda/collections/contract.ts';
import type { FaceMappingStore } from '../../../lambda/enrollment/ports/face-mapping-store.ts';
import { ownerKey } from '../../../lambda/kernel/face-owner.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import type { UserCollections } from '../../../lambda/user-vectors/ports/user-collections.ts';
import type { InMemoryCollections } from './in-memory-collections.ts';

/** Contents of a generation: faces and vectors in its collections, and users by the mapping table; all sorted. */
export interface Held {
  readonly faces: readonly string[];
  readonly mapped: readonly string[];
  readonly users: readonly string[];
  /** Users in its collections, each with its status; a stray one shows other faces than are mapped. */
  readonly vectors: readonly string[];
}

export const EMPTY: Held = { faces: [], mapped: [], users: [], vectors: [] };

interface Stores {
  readonly collections: InMemoryCollections;
  readonly users: Pick<UserCollections, 'list' | 'facesOf'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfCollection'>;
}

/** More rows than any collection of a test has. */
const ROWS = 100;

async function heldBy(tenant: string, { generation, shards }: Generation, stores: Stores): Promise<Held> {
  const faces: string[] = [];
  const mapped: string[] = [];
  const holders: string[] = [];
  const vectors: string[] = [];
  for (let shard = 0; shard < shards; shard += 1) {
    const id = `face-idv.${tenant}.${generation}.${shard}`;
    faces.push(...(stores.collections.collections.get(id) ?? []).map(({ faceId }) => faceId));
    const { mappings } = await stores.mappings.listOfCollection(tenant, id, ROWS);
    mapped.push(...mappings.map(({ face_id }) => face_id));
    holders.push(...mappings.map(ownerKey));
    for (const { userId, status } of (await stores.users.list(id)).users) {
      const own = mappings.filter((one) => userVectorId(tenant, ownerKey(one)) === userId);
      const shown = [...(await stores.users.facesOf(id, userId))].sort().join();
      const wanted = own
        .map(({ face_id }) => face_id)
        .sort()
        .join();
      vectors.push(shown === wanted && own[0] ? `${ownerKey(own[0])} ${status}` : `stray ${status}`);
    }
  }
  return { faces: faces.sort(), mapped: mapped.sort(), users: holders.sort(), vectors: vectors.sort() };
}

/** Reads the contents of some generations of a tenant, by the generation's name. */
export async function heldByGenerations(
  tenant: string,
  generations: readonly Generation[],
  stores: Stores,
): Promise<Readonly<Record<string, Held>>> {
  const held: Record<string, Held> = {};
  for (const generation of generations)
    held[generation.generation] = await heldBy(tenant, generation, stores);
  return held;
}
