import type { VectorArena } from './vector-arena.ts';
import { VectorIndex } from './vector-index.ts';

/**
 * Something with a vector in a {@link VectorTable}, and
 * the row in which that is; none while it has no vector.
 */
export interface Placed {
  row: number | undefined;
}

/** A match of a search, with its vector. */
export interface Neighbor<T> {
  readonly found: T;
  readonly vector: Float32Array;
}

/** Things by their vectors: keeps each thing's row true while rows move. */
export class VectorTable<T extends Placed> {
  readonly #index: VectorIndex;
  readonly #byRow: T[] = [];

  constructor(arena: VectorArena, dimensions: number) {
    this.#index = new VectorIndex(arena, dimensions);
  }

  /** Gives a thing its vector; it must have none yet. */
  add(thing: T, vector: Float32Array): void {
    thing.row = this.#index.add(vector);
    this.#byRow.push(thing);
  }

  /** Takes a thing's vector away and erases it; nothing happens to one without a vector. */
  remove(thing: T): void {
    const { row } = thing;
    if (row === undefined) return;
    thing.row = undefined;
    this.#index.removeRow(row);
    const last = this.#byRow.pop();
    if (!last || last === thing) return;
    last.row = row;
    this.#byRow[row] = last;
  }

  /** A copy of a thing's vector, if it has one. */
  vectorOf({ row }: Readonly<Placed>): Float32Array | undefined {
    return row === undefined ? undefined : this.#index.vectorAt(row);
  }

  /** The `limit` things nearest to a vector, best first; `skipped` is left out. */
  nearest(query: Float32Array, limit: number, skipped?: Readonly<Placed>): Neighbor<T>[] {
    return this.#index.search(query, limit, skipped?.row).map(({ row }) => ({
      found: this.#byRow[row] as T,
      vector: this.#index.vectorAt(row),
    }));
  }

  /** Gives all memory back, erased. */
  clear(): void {
    this.#byRow.length = 0;
    this.#index.clear();
  }
}
