import type { LeftOutFace } from '../../../lambda/user-vectors/domain/user-vector.ts';
import type { ListedUser, UserCollections } from '../../../lambda/user-vectors/ports/user-collections.ts';
import type {
  UserVector,
  UserVectorMessage,
  UserVectorRequest,
  UserVectorRequests,
} from '../../../lambda/user-vectors/ports/user-vector-requests.ts';
import type { UserVectors } from '../../../lambda/user-vectors/user-vectors.ts';
import type { InMemoryCollections } from './in-memory-collections.ts';
import { recordedShadowReads } from './in-memory-shadow-reads.ts';

interface StoredUser {
  readonly faceIds: Set<string>;
  /** Faces that searches find it by. */
  published: readonly string[];
}

/** Users of in-memory collections; a vector shows its faces once {@link publish} is called. */
export class InMemoryUsers implements UserCollections {
  readonly users = new Map<string, StoredUser>();
  readonly calls: string[] = [];
  /** Why faces are not taken. */
  readonly refusals = new Map<string, LeftOutFace['reason']>();
  /** Calls that fail, by operation. */
  readonly broken = new Map<string, Error>();
  readonly #collections: InMemoryCollections;

  constructor(collections: InMemoryCollections) {
    this.#collections = collections;
    collections.userOf = (collectionId, faceId) =>
      [...this.users]
        .find(([key, { faceIds }]) => key.startsWith(`${collectionId} `) && faceIds.has(faceId))?.[0]
        .split(' ')
        .at(1);
  }

  async create(collectionId: string, userId: string) {
    this.#begin('create', collectionId);
    const key = `${collectionId} ${userId}`;
    if (!this.users.has(key)) this.users.set(key, { faceIds: new Set(), published: [] });
  }

  async delete(collectionId: string, userId: string) {
    this.#begin('delete', collectionId);
    this.users.delete(`${collectionId} ${userId}`);
  }

  async list(collectionId: string) {
    this.#begin('list', collectionId);
    const users = [...this.users].flatMap(([key, { faceIds, published }]): ListedUser[] => {
      const [collection, userId = ''] = key.split(' ');
      if (collection !== collectionId) return [];
      const isShown = published.join() === [...faceIds].join();
      return [{ userId, status: faceIds.size === 0 ? 'CREATED' : isShown ? 'ACTIVE' : 'UPDATING' }];
    });
    return { users };
  }

  async facesOf(collectionId: string, userId: string) {
    this.#begin('facesOf', collectionId);
    return [...(this.users.get(`${collectionId} ${userId}`)?.faceIds ?? [])];
  }

  async associate(collectionId: string, userId: string, faceIds: readonly string[]) {
    this.#begin('associate', collectionId);
    const user = this.users.get(`${collectionId} ${userId}`);
    if (!user) throw Object.assign(new Error('no such user'), { name: 'ResourceNotFoundException' });
    const refused: LeftOutFace[] = [];
    for (const face_id of faceIds) {
      const reason = this.refusals.get(face_id);
      if (reason) refused.push({ face_id, reason });
      else user.faceIds.add(face_id);
    }
    return refused;
  }

  async disassociate(collectionId: string, userId: string, faceIds: readonly string[]) {
    this.#begin('disassociate', collectionId);
    for (const faceId of faceIds) this.users.get(`${collectionId} ${userId}`)?.faceIds.delete(faceId);
  }

  async isActive(collectionId: string, userId: string) {
    this.#begin('isActive', collectionId);
    const user = this.users.get(`${collectionId} ${userId}`);
    return user !== undefined && user.published.join() === [...user.faceIds].join();
  }

  async search(collectionId: string, image: Uint8Array, threshold: number) {
    this.#begin('search', collectionId);
    const answer = await this.#collections.search(collectionId, image, threshold);
    if (!answer) return undefined;
    const alike = new Set(answer.faces.map(({ faceId }) => faceId));
    const users = [...this.users.entries()]
      .filter(
        ([key, { published }]) => key.startsWith(`${collectionId} `) && published.some((id) => alike.has(id)),
      )
      .map(([key]) => ({ userId: key.split(' ')[1] ?? '', similarity: this.#collections.similarity }));
    return { faceModelVersion: answer.faceModelVersion, users };
  }

  /** Lets all vectors become ACTIVE. */
  publish(): void {
    for (const user of this.users.values()) user.published = [...user.faceIds];
  }

  #begin(operation: string, collectionId: string): void {
    this.calls.push(`${operation} ${collectionId}`);
    const error = this.broken.get(operation);
    this.broken.delete(operation);
    if (error) throw error;
  }
}

/** Outbox and queue in one. */
export class InMemoryUserVectorRequests implements UserVectorRequests {
  readonly rows = new Map<string, UserVectorRequest>();
  readonly sent: { readonly message: UserVectorMessage; readonly delaySeconds: number }[] = [];
  readonly queue = {
    send: async (message: UserVectorMessage, delaySeconds: number) => {
      this.sent.push({ message, delaySeconds });
    },
  };
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  async put({ tenant, user_id, collection_id }: UserVector, revision: string) {
    const requested_at = this.#clock().toISOString();
    const row = { tenant, user_id, collection_id, revision, requested_at };
    this.rows.set(keyOf(row), row);
  }

  async get(vector: UserVector) {
    return this.rows.get(keyOf(vector));
  }

  async settle(request: UserVectorRequest) {
    const held = this.rows.get(keyOf(request));
    if (held && held.revision !== request.revision) return false;
    this.rows.delete(keyOf(request));
    return true;
  }

  async leaveOut(request: UserVectorRequest, left_out: readonly LeftOutFace[]) {
    const held = this.rows.get(keyOf(request));
    if (held?.revision !== request.revision) return false;
    this.rows.set(keyOf(request), { ...held, left_out });
    return true;
  }

  async isBuilding(tenant: string, collectionId: string, userId?: string) {
    return [...this.rows.values()].some(
      (row) =>
        row.tenant === tenant &&
        row.collection_id === collectionId &&
        (userId === undefined || row.user_id === userId),
    );
  }

  async listOpen(tenant: string, collectionId: string, revisions: string, limit: number) {
    return [...this.rows.values()]
      .filter((row) => row.tenant === tenant && row.collection_id === collectionId && !row.left_out)
      .filter((row) => row.revision.startsWith(revisions))
      .slice(0, limit);
  }

  async drop(vector: UserVector) {
    this.rows.delete(keyOf(vector));
  }

  async listOverdue(tenant: string) {
    return { requests: [...this.rows.values()].filter((row) => row.tenant === tenant) };
  }
}

const keyOf = ({ tenant, collection_id, user_id }: UserVector): string =>
  `${tenant} ${collection_id} ${user_id}`;

/** What a search needs beside collections, for tests that are not about it: nothing waits, nothing expires. */
export function searchPorts(collections: InMemoryCollections, clock: () => Date = () => new Date(0)) {
  return {
    users: new InMemoryUsers(collections),
    vectorRequests: new InMemoryUserVectorRequests(clock),
    wait: async () => {},
    timeout: () => new AbortController().signal,
    ...recordedShadowReads(),
  };
}

/** For tests of generations that search by faces. */
export const noUserVectors: UserVectors = { build: async () => {}, detach: async () => {} };
