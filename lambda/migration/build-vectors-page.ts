import type { CollectionInventory } from '../collections/ports/collection-inventory.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { type BuildUserVectorDependencies, buildUserVector } from '../user-vectors/build-user-vector.ts';
import { deleteUsers, USERS_PER_PAGE } from '../user-vectors/disassociate-faces.ts';
import { userVectorId } from '../user-vectors/domain/user-vector.ts';
import type { UserCollections } from '../user-vectors/ports/user-collections.ts';
import type { UserVectorRequest, UserVectorRequests } from '../user-vectors/ports/user-vector-requests.ts';
import type { Migration, WorkedPage } from './domain/migration.ts';

export interface BuildVectorsPageDependencies
  extends Omit<BuildUserVectorDependencies, 'requests' | 'users'> {
  readonly requests: UserVectorRequests;
  readonly users: UserCollections;
  readonly inventory: Pick<CollectionInventory, 'listFaces'>;
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords'>;
  readonly newIdentifier: NewIdentifier;
}

/**
 * Faces per page whose vectors are requested: few requests are open at once, since every step reads them all.
 */
const FACES_PER_PAGE = 50;
/** At 250 ms per call, as many as the rate allows. */
const VECTORS_CONCURRENCY = 4;
/** After this time no other vector is started: each may wait for permits, and a function has 28 s. */
const PAGE_MS = 5_000;
/** A vector becomes ACTIVE within seconds. */
const NEXT_LOOK_MS = 1_000;

/** Phases: page by page, request the vectors that lack faces and build them; check the users last. */
const PHASES = { faces: askForFaces, requests: workOff, users: checkUsers } as const;
type Phase = keyof typeof PHASES;

/** The position in a collection; the token is that of the next page of faces or users. */
interface Place {
  readonly phase: Phase;
  readonly token?: string | undefined;
}

const textOf = ({ phase, token = '' }: Place): string => `${phase}:${token}`;
function placeOf(cursor: string): Place {
  const end = cursor.indexOf(':');
  const token = cursor.slice(end + 1);
  return { phase: cursor.slice(0, end) as Phase, ...(token === '' ? {} : { token }) };
}

/**
 * Builds the user vectors of one collection, page by page, until every mapped face is part of an ACTIVE one
 * or was refused by Rekognition (whitepaper 3.5.2). Shares the rate with live registrations, whose messages
 * continue.
 */
export async function buildVectorsPage(
  migration: Migration,
  collectionId: string,
  cursor: string | undefined,
  dependencies: BuildVectorsPageDependencies,
): Promise<WorkedPage> {
  const { phase, token } = placeOf(cursor ?? textOf({ phase: 'faces' }));
  const { looked = 0, next } = await PHASES[phase](migration, collectionId, token, dependencies);
  return { looked, next: next && textOf(next) };
}

interface Step {
  readonly looked?: number;
  readonly next?: Place;
}

type Work = (
  migration: Migration,
  collectionId: string,
  token: string | undefined,
  dependencies: BuildVectorsPageDependencies,
) => Promise<Step>;

/**
 * Requests the vectors of mapped faces that are part of none.
 * The last page has no successor, so its token is `end`.
 */
async function askForFaces(
  ...[migration, collectionId, token, dependencies]: Parameters<Work>
): Promise<Step> {
  const { tenant } = migration;
  const { inventory, enrollments, requests, newIdentifier } = dependencies;
  const { faces, next = END } = await inventory.listFaces(collectionId, token, FACES_PER_PAGE);
  const records = await enrollments.faceRecords(
    tenant,
    faces.map(({ faceId }) => faceId),
  );
  for (const { faceId, userId } of faces) {
    const record = records.get(faceId);
    if (record?.state !== 'mapped' || record.user_id === undefined) continue;
    if (userId === userVectorId(tenant, record.user_id)) continue;
    const vector = { tenant, user_id: record.user_id, collection_id: collectionId };
    // a refused face still has its request, and so has that of a very recent registration
    if (await requests.get(vector)) continue;
    await requests.put(vector, `${askedBy(migration)}${newIdentifier(ID_PREFIXES.userVector)}`);
  }
  return { looked: faces.length, next: { phase: 'requests', token: next } };
}

const END = 'end';

/**
 * Prefix of the revisions of a migration's own requests;
 * those of live traffic belong to the queue and never end.
 */
const askedBy = ({ id }: Migration): string => `${id}#`;

/**
 * Takes one step for each of the migration's open requests;
 * requests that became ACTIVE leave room for others.
 */
async function workOff(...[migration, collectionId, token, dependencies]: Parameters<Work>): Promise<Step> {
  const { requests, wait, clock } = dependencies;
  const open = await requests.listOpen(migration.tenant, collectionId, askedBy(migration), FACES_PER_PAGE);
  if (open.length === 0) return { next: token === END ? { phase: 'users' } : { phase: 'faces', token } };
  const until = clock().getTime() + PAGE_MS;
  const ends = await mapBounded(
    open,
    VECTORS_CONCURRENCY,
    async (request) => clock().getTime() < until && isSettled(request, dependencies),
  );
  if (!ends.includes(true)) await wait(NEXT_LOOK_MS);
  return { next: { phase: 'requests', token } };
}

/** Takes one step for one vector; one that would go back to the queue is checked again in the next round. */
async function isSettled(
  { tenant, user_id, collection_id }: UserVectorRequest,
  dependencies: BuildVectorsPageDependencies,
): Promise<boolean> {
  let isWaiting = false;
  const queue: BuildVectorsPageDependencies['queue'] = {
    send: async (message, delaySeconds) => {
      isWaiting = true;
      // permits were reserved for a time beyond this call: the queue waits for it
      if (message.permits !== undefined) await dependencies.queue.send(message, delaySeconds);
    },
  };
  // the time from mapping to vector measures the queue, which these do not go through
  const emit: EmitMetric = (name, value, dimensions) => {
    if (name !== 'UserVectorBuildTime') dependencies.emit(name, value, dimensions);
  };
  await buildUserVector({ tenant, user_id, collection_id, looks: 0 }, { ...dependencies, queue, emit });
  return !isWaiting;
}

/** Checks that every user is ACTIVE, except those requested by live traffic; deletes users without faces. */
async function checkUsers(
  ...[migration, collectionId, token, dependencies]: Parameters<Work>
): Promise<Step> {
  const { tenant } = migration;
  const { users, requests, limiter, wait } = dependencies;
  // ListUsers has the same small rate as the related operations
  await wait((await limiter.reserve('UserVectors', tenant, 1)).waitMs);
  const page = await users.list(collectionId, token);
  const idle = page.users.filter(({ status }) => status !== 'ACTIVE');
  if (idle.length > 0 && !(await requests.isBuilding(tenant, collectionId))) {
    const strays = idle.filter(({ status }) => status === 'CREATED').slice(0, USERS_PER_PAGE);
    await deleteUsers(
      tenant,
      collectionId,
      strays.map(({ userId }) => userId),
      dependencies,
    );
    if (strays.length < idle.length) {
      await wait(NEXT_LOOK_MS);
      return { next: { phase: 'users', token } };
    }
  }
  return page.next === undefined ? {} : { next: { phase: 'users', token: page.next } };
}
