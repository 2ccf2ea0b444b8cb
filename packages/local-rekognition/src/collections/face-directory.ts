import type { IndexedFace } from './collection-events.ts';
import type { PayloadPosition } from './record-log.ts';
import type { VectorArena } from './vector-arena.ts';
import { type Neighbor, VectorTable } from './vector-table.ts';

/** A face of a collection. */
export interface StoredFace extends IndexedFace {
  /** Rises with each face indexed: the order of lists. */
  readonly sequence: number;
  readonly row: number | undefined;
  /** Where its vector is in the collection's log. */
  readonly position: PayloadPosition;
  readonly userId: string | undefined;
}

type MutableFace = { -readonly [Key in keyof StoredFace]: StoredFace[Key] };

/** The faces of one collection, by id and by vector. */
export class FaceDirectory {
  readonly #byId = new Map<string, MutableFace>();
  readonly #vectors: VectorTable<MutableFace>;
  readonly #dimensions: number;
  #nextSequence = 1;

  constructor(arena: VectorArena, dimensions: number) {
    this.#vectors = new VectorTable(arena, dimensions);
    this.#dimensions = dimensions;
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

  /** A copy of a face's vector; zeros when the face was deleted meanwhile. */
  vectorOf(face: StoredFace): Float32Array {
    return this.#vectors.vectorOf(face) ?? new Float32Array(this.#dimensions);
  }

  add(face: IndexedFace, vector: Float32Array, position: PayloadPosition): void {
    const stored = { ...face, sequence: this.#nextSequence, row: undefined, position, userId: undefined };
    this.#nextSequence += 1;
    this.#byId.set(face.faceId, stored);
    this.#vectors.add(stored, vector);
  }

  remove(faceId: string): void {
    const face = this.#byId.get(faceId);
    if (!face) return;
    this.#byId.delete(faceId);
    this.#vectors.remove(face);
  }

  assign(faceId: string, userId: string | undefined): void {
    const face = this.#byId.get(faceId);
    if (face) face.userId = userId;
  }

  /** Records the position of a face's vector after its log was rewritten. */
  relocate(faceId: string, position: PayloadPosition): void {
    const face = this.#byId.get(faceId);
    if (face) face.position = position;
  }

  /** The `limit` faces nearest to a vector, best first; `skipped` is left out. */
  nearest(query: Float32Array, limit: number, skipped?: StoredFace): Neighbor<StoredFace>[] {
    return this.#vectors.nearest(query, limit, skipped);
  }

  clear(): void {
    this.#byId.clear();
    this.#vectors.clear();
  }
}
