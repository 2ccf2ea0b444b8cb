import type { UserFacesEvent, UserRestoredEvent } from './collection-events.ts';
import type { VectorArena } from './vector-arena.ts';
import { type Neighbor, VectorTable } from './vector-table.ts';

export type UserStatus = 'ACTIVE' | 'CREATED' | 'CREATING' | 'UPDATING';

/** A user of a collection. */
export interface StoredUser {
  readonly userId: string;
  /** Rises with each user created: the order of lists. */
  readonly sequence: number;
  /** The faces associated with it, those that its vector doesn't show yet included. */
  readonly faceIds: ReadonlySet<string>;
  /** The faces that its searchable vector is made of; none while it has no vector. */
  readonly publishedFaceIds: readonly string[];
  /** When the vector of `faceIds` becomes searchable; nothing when it is. */
  readonly readyAt: number | undefined;
  /** Row of its vector; nothing while it has none. */
  readonly row: number | undefined;
}

type MutableUser = { -readonly [Key in keyof StoredUser]: StoredUser[Key] } & { faceIds: Set<string> };

/**
 * The users of one collection, by id and by vector. A user's vector is the mean direction of its faces'
 * vectors, and lags behind its associations, as the service's does.
 */
export class UserDirectory {
  readonly #byId = new Map<string, MutableUser>();
  readonly #building = new Set<MutableUser>();
  readonly #vectors: VectorTable<MutableUser>;
  readonly #vectorOfFace: (faceId: string) => Float32Array | undefined;
  #nextSequence = 1;

  /** @param vectorOfFace the vector of a face of the same collection */
  constructor(
    arena: VectorArena,
    dimensions: number,
    vectorOfFace: (faceId: string) => Float32Array | undefined,
  ) {
    this.#vectors = new VectorTable(arena, dimensions);
    this.#vectorOfFace = vectorOfFace;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(userId: string): StoredUser | undefined {
    return this.#byId.get(userId);
  }

  /** All users, in the order of their sequence numbers. */
  all(): IterableIterator<StoredUser> {
    return this.#byId.values();
  }

  add(userId: string): void {
    this.#byId.set(userId, {
      userId,
      sequence: this.#nextSequence,
      faceIds: new Set(),
      publishedFaceIds: [],
      readyAt: undefined,
      row: undefined,
    });
    this.#nextSequence += 1;
  }

  /** Adds a user with its faces, and with the vector of those of them that were searchable. */
  restore({ userId, faceIds, publishedFaceIds, readyAt }: Omit<UserRestoredEvent, 'kind'>): void {
    this.add(userId);
    const user = this.#byId.get(userId);
    if (!user) return;
    this.#publish(user, publishedFaceIds);
    for (const faceId of faceIds) user.faceIds.add(faceId);
    user.readyAt = readyAt;
    if (readyAt !== undefined) this.#building.add(user);
  }

  remove(userId: string): void {
    const user = this.#byId.get(userId);
    if (!user) return;
    this.#unpublish(user);
    this.#building.delete(user);
    this.#byId.delete(userId);
  }

  /** Changes the faces of a user at `at`; searches see it from `readyAt` on. */
  changeFaces(
    { userId, at, readyAt }: Pick<UserFacesEvent, 'userId' | 'at' | 'readyAt'>,
    change: (faceIds: Set<string>) => void,
  ): void {
    const user = this.#byId.get(userId);
    if (!user) return;
    this.#publishIfReady(user, at);
    change(user.faceIds);
    user.readyAt = readyAt;
    this.#building.add(user);
  }

  /** CREATED without faces, ACTIVE when the vector shows all faces, else on the way there. */
  statusOf(user: StoredUser, now: number): UserStatus {
    const { faceIds, publishedFaceIds, readyAt } = user;
    if (readyAt !== undefined && now < readyAt)
      return publishedFaceIds.length === 0 ? 'CREATING' : 'UPDATING';
    return faceIds.size === 0 ? 'CREATED' : 'ACTIVE';
  }

  /** The status of a user while a change of its faces that was made at `now` is under way. */
  statusDuringChange(user: StoredUser, now: number): UserStatus {
    return this.vectorOf(user, now) ? 'UPDATING' : 'CREATING';
  }

  /** The searchable vector of a user; nothing while it has none. */
  vectorOf(user: StoredUser, now: number): Float32Array | undefined {
    this.#publishReady(now);
    return this.#vectors.vectorOf(user);
  }

  /** The `limit` users nearest to a vector, best first; `skipped` is left out. */
  nearest(query: Float32Array, limit: number, now: number, skipped?: StoredUser): Neighbor<StoredUser>[] {
    this.#publishReady(now);
    return this.#vectors.nearest(query, limit, skipped);
  }

  clear(): void {
    this.#byId.clear();
    this.#building.clear();
    this.#vectors.clear();
  }

  #publishReady(now: number): void {
    for (const user of this.#building) this.#publishIfReady(user, now);
  }

  #publishIfReady(user: MutableUser, now: number): void {
    if (user.readyAt === undefined || now < user.readyAt) return;
    user.readyAt = undefined;
    this.#building.delete(user);
    this.#unpublish(user);
    this.#publish(user, [...user.faceIds]);
  }

  #publish(user: MutableUser, faceIds: readonly string[]): void {
    const mean = meanDirection(faceIds.map(this.#vectorOfFace));
    if (!mean) return;
    user.publishedFaceIds = faceIds;
    this.#vectors.add(user, mean);
  }

  #unpublish(user: MutableUser): void {
    user.publishedFaceIds = [];
    this.#vectors.remove(user);
  }
}

/** The unit vector between vectors; nothing when there is none, or when they cancel out. */
export function meanDirection(vectors: readonly (Float32Array | undefined)[]): Float32Array | undefined {
  const given = vectors.filter((vector) => vector !== undefined);
  const sum = new Float32Array(given[0]?.length ?? 0);
  for (const vector of given) {
    for (let index = 0; index < sum.length; index += 1) {
      sum[index] = (sum[index] as number) + (vector[index] as number);
    }
  }
  const length = Math.hypot(...sum);
  return length > 0 ? sum.map((value) => value / length) : undefined;
}
