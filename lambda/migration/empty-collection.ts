import type { Generation } from '../collections/contract.ts';
import type { CollectionInventory } from '../collections/ports/collection-inventory.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { FaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { deleteUsers, USERS_PER_PAGE } from '../user-vectors/disassociate-faces.ts';
import { userVectorId } from '../user-vectors/domain/user-vector.ts';
import type { UserCollections } from '../user-vectors/ports/user-collections.ts';
import type { UserVectorRequests } from '../user-vectors/ports/user-vector-requests.ts';
import type { MigrationStore } from './ports/migration-store.ts';

export interface EmptyCollectionDependencies {
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly users: Pick<UserCollections, 'list' | 'delete'>;
  readonly requests: Pick<UserVectorRequests, 'drop'>;
  readonly inventory: Pick<CollectionInventory, 'listFaces'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfCollection'>;
  readonly migrations: Pick<MigrationStore, 'unmap'>;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly newIdentifier: NewIdentifier;
}

const FACES_PER_CALL = 100;

/**
 * Deletes some faces of a collection that is no longer written: first mapped faces with their rows, then the
 * rest. User vectors are deleted before them, since DeleteFaces refuses a face that is part of one
 * (whitepaper 3.5.2). The collection itself stays: it belongs to the templates.
 * @returns how many; undefined if it is empty
 */
export async function emptyPage(
  tenant: string,
  collectionId: string,
  vectors: Generation['vectors'],
  dependencies: EmptyCollectionDependencies,
): Promise<number | undefined> {
  const { inventory, mappings, migrations } = dependencies;
  const most = vectors === 'user' ? USERS_PER_PAGE : FACES_PER_CALL;
  const { mappings: mapped } = await mappings.listOfCollection(tenant, collectionId, most);
  if (mapped.length > 0) {
    if (vectors === 'user') await deleteUsersOf(mapped, dependencies);
    // the faces first: a row without its face can be found by its user, a face without its row cannot
    await deleteFaces(
      tenant,
      collectionId,
      mapped.map(({ face_id }) => face_id),
      dependencies,
    );
    await migrations.unmap(mapped);
    return mapped.length;
  }
  const { faces } = await inventory.listFaces(collectionId, undefined, most);
  if (faces.length > 0) {
    const userIds = faces.flatMap(({ userId }) => userId ?? []);
    await deleteUsers(tenant, collectionId, userIds, dependencies);
    await deleteFaces(
      tenant,
      collectionId,
      faces.map(({ faceId }) => faceId),
      dependencies,
    );
    return faces.length;
  }
  const hadUsers = vectors === 'user' && (await emptyUsersPage(tenant, collectionId, dependencies));
  return hadUsers ? 0 : undefined;
}

async function deleteFaces(
  tenant: string,
  collectionId: string,
  faceIds: readonly string[],
  { collections, limiter, wait }: EmptyCollectionDependencies,
): Promise<void> {
  await wait((await limiter.reserve('DeleteFaces', tenant, 1)).waitMs);
  await collections.delete(collectionId, faceIds, 'drain');
}

/** Deletes requests before users: processing a request would recreate its user. */
async function deleteUsersOf(
  mapped: readonly FaceMapping[],
  dependencies: EmptyCollectionDependencies,
): Promise<void> {
  // only users have vectors, and only their collections are emptied of them
  const ofUsers = mapped.filter((mapping) => mapping.kind === 'user');
  for (const mapping of ofUsers) await dependencies.requests.drop(mapping);
  const [first] = ofUsers;
  if (!first) return;
  const userIds = ofUsers.map(({ tenant, user_id }) => userVectorId(tenant, user_id));
  await deleteUsers(first.tenant, first.collection_id, userIds, dependencies);
}

/** Deletes users without faces, which an interrupted attempt created. */
async function emptyUsersPage(
  tenant: string,
  collectionId: string,
  dependencies: EmptyCollectionDependencies,
): Promise<boolean> {
  const { users } = await dependencies.users.list(collectionId);
  const userIds = users.slice(0, USERS_PER_PAGE).map(({ userId }) => userId);
  await deleteUsers(tenant, collectionId, userIds, dependencies);
  return userIds.length > 0;
}
