import type { IndexedFace } from './collection-events.ts';
import type { PayloadPosition } from './record-log.ts';
import type { VectorArena } from './vector-arena.ts';
import { VectorIndex } from './vector-index.ts';

/** A face of a collection. */
export interface StoredFace extends IndexedFace {
  /** Rises with each face indexed: the order of lists. */
  readonly sequence: number;
  readonly row: number;
  /** Where its vector is in the collection's log. */
  readonly position: PayloadPosition;
  readonly userId: string | undefined;
}

/** A face, or a user, and how near it is. */
export interface Neighbour<T> {
  readonly found: T;
  readonly vector: Float32Array;
}

type MutableFace = { -readonly [Key in keyof StoredFace]: StoredFace[Key] };

/** The faces of one collection, by id and by vector. */
export class FaceDirectory {
  readonly #byId = new Map<string, MutableFace>();
  readonly #byRow: MutableFace[] = [];
  readonly #index: VectorIndex;
  #nextSequence = 1;

  constructor(arena: VectorArena, dimensions: number) {
    this.#index = new VectorIndex(arena, dimensions);
  }

  get size(): number {
    return this.#byId.size;
  }

  get(faceId: string): StoredFace | undefined {
    return this.#byId.get(faceId);
  }

  /** All faces, in the order of their sequence numbers. */
  all(): IterableIterator<StoredFace> {
    return this.#byId.values();
  }

  vectorOf(face: StoredFace): Float32Array {
    return this.#index.vectorAt(face.row);
  }

  add(face: IndexedFace, vector: Float32Array, position: PayloadPosition): void {
    const row = this.#index.add(vector);
    const stored: MutableFace = { ...face, sequence: this.#nextSequence, row, position, userId: undefined };
    this.#nextSequence += 1;
    this.#byId.set(face.faceId, stored);
    this.#byRow[row] = stored;
  }

  remove(faceId: string): void {
    const face = this.#byId.get(faceId);
    if (!face) return;
    this.#byId.delete(faceId);
    const moved = this.#index.removeRow(face.row);
    const last = this.#byRow.pop();
    if (moved === undefined || !last) return;
    last.row = face.row;
    this.#byRow[face.row] = last;
  }

  assign(faceId: string, userId: string | undefined): void {
    const face = this.#byId.get(faceId);
    if (face) face.userId = userId;
  }

  /** Tells where a face's vector is after its log was written anew. */
  relocate(faceId: string, position: PayloadPosition): void {
    const face = this.#byId.get(faceId);
    if (face) face.position = position;
  }

  /** The `limit` faces nearest to a vector, best first; `skipped` is left out. */
  nearest(query: Float32Array, limit: number, skipped?: StoredFace): Neighbour<StoredFace>[] {
    return this.#index.search(query, limit, skipped?.row).map(({ row }) => ({
      found: this.#byRow[row] as StoredFace,
      vector: this.#index.vectorAt(row),
    }));
  }

  clear(): void {
    this.#byId.clear();
    this.#byRow.length = 0;
    this.#index.clear();
  }
}
