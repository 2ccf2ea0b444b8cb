import { KERNEL_STEP_BYTES } from './dot-product-kernel.ts';
import { PAGE_BYTES, type Page, type VectorArena } from './vector-arena.ts';

/** A stored vector that a search found. */
export interface VectorHit {
  readonly row: number;
  /** Dot product with the query: the cosine, since all vectors have unit length. */
  readonly score: number;
}

const FLOAT_BYTES = 4;

/** The dimensions that one page (and the scratch page's half of it) can hold. */
const MAX_DIMENSIONS = PAGE_BYTES / 2 / FLOAT_BYTES;

/**
 * Unit vectors in rows 0 to size - 1 without holes, searched exactly: every row is compared with the query.
 * Removing a row moves the last one into its place.
 */
export class VectorIndex {
  readonly #arena: VectorArena;
  readonly #dimensions: number;
  readonly #vectorBytes: number;
  readonly #rowsOfPage: number;
  readonly #pages: Page[] = [];
  #size = 0;

  /** @param dimensions 1 to 8192 floats a vector */
  constructor(arena: VectorArena, dimensions: number) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new RangeError(
        `dimensions must be a whole number from 1 to ${MAX_DIMENSIONS}, got ${dimensions}`,
      );
    }
    this.#arena = arena;
    this.#dimensions = dimensions;
    this.#vectorBytes = Math.ceil((dimensions * FLOAT_BYTES) / KERNEL_STEP_BYTES) * KERNEL_STEP_BYTES;
    this.#rowsOfPage = Math.floor(PAGE_BYTES / this.#vectorBytes);
  }

  get size(): number {
    return this.#size;
  }

  /** Appends a vector and returns its row. */
  add(vector: Float32Array): number {
    if (vector.length !== this.#dimensions) {
      throw new RangeError(`a vector of this index has ${this.#dimensions} floats, got ${vector.length}`);
    }
    if (this.#size === this.#pages.length * this.#rowsOfPage) this.#pages.push(this.#arena.take());
    const row = this.#size;
    this.#size += 1;
    const target = this.#row(row);
    target.fill(0);
    target.set(vector);
    return row;
  }

  /**
   * Removes and erases a row. Returns the row whose vector
   * now is in its place, or nothing if it was the last.
   */
  removeRow(row: number): number | undefined {
    const last = this.#size - 1;
    const erased = this.#row(last);
    if (row !== last) this.#row(row).set(erased);
    erased.fill(0);
    this.#size = last;
    if (last === (this.#pages.length - 1) * this.#rowsOfPage) {
      const page = this.#pages.pop();
      if (page) this.#arena.release(page);
    }
    return row === last ? undefined : last;
  }

  /** A copy of the vector in a row. */
  vectorAt(row: number): Float32Array {
    return this.#row(row).slice(0, this.#dimensions);
  }

  /**
   * The `limit` rows most like the query, best first; equal scores in order of row. `skippedRow` is left out.
   */
  search(query: Float32Array, limit: number, skippedRow = -1): VectorHit[] {
    const best = new BestHits(limit);
    const padded = new Float32Array(this.#vectorBytes / FLOAT_BYTES);
    padded.set(query);
    let bank: Page['bank'] | undefined;
    for (const [number, page] of this.#pages.entries()) {
      if (page.bank !== bank) {
        bank = page.bank;
        bank.setQuery(padded);
      }
      const first = number * this.#rowsOfPage;
      const count = Math.min(this.#rowsOfPage, this.#size - first);
      const scores = bank.score(page.offset, count, this.#vectorBytes);
      for (let index = 0; index < count; index += 1) {
        const score = scores[index] as number;
        if (score > best.bar && first + index !== skippedRow) best.offer(first + index, score);
      }
    }
    return best.sorted();
  }

  /** Gives all memory back, erased. */
  clear(): void {
    for (const page of this.#pages) this.#arena.release(page);
    this.#pages.length = 0;
    this.#size = 0;
  }

  #row(row: number): Float32Array {
    const page = row < this.#size ? this.#pages[Math.floor(row / this.#rowsOfPage)] : undefined;
    if (!page) throw new RangeError(`this index has ${this.#size} rows, got row ${row}`);
    const offset = page.offset + (row % this.#rowsOfPage) * this.#vectorBytes;
    return page.bank.floats(offset, this.#vectorBytes / FLOAT_BYTES);
  }
}

/** The best `limit` hits seen: a binary heap whose root is the worst of them. */
class BestHits {
  readonly #limit: number;
  readonly #heap: VectorHit[] = [];
  /** Only a score above this can still get in. */
  bar = Number.NEGATIVE_INFINITY;

  constructor(limit: number) {
    this.#limit = limit;
    if (limit < 1) this.bar = Number.POSITIVE_INFINITY;
  }

  offer(row: number, score: number): void {
    if (this.#heap.length < this.#limit) {
      this.#heap.push({ row, score });
      this.#siftUp(this.#heap.length - 1);
    } else {
      this.#heap[0] = { row, score };
      this.#siftDown();
    }
    if (this.#heap.length === this.#limit) this.bar = (this.#heap[0] as VectorHit).score;
  }

  sorted(): VectorHit[] {
    return this.#heap.toSorted((a, b) => b.score - a.score || a.row - b.row);
  }

  #siftUp(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isWorse(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #siftDown(): void {
    let index = 0;
    for (;;) {
      let worst = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < this.#heap.length && this.#isWorse(child, worst)) worst = child;
      }
      if (worst === index) return;
      this.#swap(index, worst);
      index = worst;
    }
  }

  /** Of equal scores the later row is the worse one, so that the earlier stays. */
  #isWorse(left: number, right: number): boolean {
    const a = this.#heap[left] as VectorHit;
    const b = this.#heap[right] as VectorHit;
    return a.score < b.score || (a.score === b.score && a.row > b.row);
  }

  #swap(left: number, right: number): void {
    const kept = this.#heap[left] as VectorHit;
    this.#heap[left] = this.#heap[right] as VectorHit;
    this.#heap[right] = kept;
  }
}
