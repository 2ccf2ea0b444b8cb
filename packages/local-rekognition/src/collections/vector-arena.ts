import { type DotProducts, dotProductsOver } from './dot-product-kernel.ts';

/**
 * One WebAssembly page: small, so that many small collections
 * cost little, and large enough to scan in one call.
 */
export const PAGE_BYTES = 65_536;

/** WebAssembly addresses 4 GiB: when one memory is full the arena opens another. */
const MAX_PAGES_OF_MEMORY = 65_536;

/** Half of the first page of each memory holds the query, the other half the answers. */
const QUERY_OFFSET = 0;
const SCORES_OFFSET = PAGE_BYTES / 2;

/** A page of some memory of the arena. */
export interface Page {
  readonly bank: Bank;
  /** Byte offset of the page in its memory. */
  readonly offset: number;
}

/**
 * One WebAssembly memory. Collections share few large memories, since each memory reserves gigabytes of
 * address space and a process may have thousands of collections.
 */
class Bank {
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES_OF_MEMORY });
  readonly #dots: DotProducts = dotProductsOver(this.#memory);
  readonly #free: number[] = [];
  /** Pages handed out or free; the first is the scratch page. */
  #pages = 1;
  #floats = new Float32Array(this.#memory.buffer);
  #scores = this.floats(SCORES_OFFSET, SCORES_OFFSET / 4);

  /** Returns a page, or undefined if this memory is full. Its content is that of its last owner. */
  take(): Page | undefined {
    const reused = this.#free.pop();
    if (reused !== undefined) return { bank: this, offset: reused };
    if (this.#pages === MAX_PAGES_OF_MEMORY) return undefined;
    if (this.#pages * PAGE_BYTES === this.#memory.buffer.byteLength) this.#grow();
    const offset = this.#pages * PAGE_BYTES;
    this.#pages += 1;
    return { bank: this, offset };
  }

  release(offset: number): void {
    this.#floats.fill(0, offset / 4, (offset + PAGE_BYTES) / 4);
    this.#free.push(offset);
  }

  /** The `length` floats at byte `offset`; valid until the arena hands out its next page. */
  floats(offset: number, length: number): Float32Array {
    return this.#floats.subarray(offset / 4, offset / 4 + length);
  }

  setQuery(query: Float32Array): void {
    this.#floats.set(query, QUERY_OFFSET / 4);
  }

  /**
   * Dot products of the query with `count` vectors of `bytes` bytes from `offset` on, at the front of what is
   * returned; valid until the next call.
   */
  score(offset: number, count: number, bytes: number): Float32Array {
    this.#dots(QUERY_OFFSET, offset, count, bytes, SCORES_OFFSET);
    return this.#scores;
  }

  #grow(): void {
    // an eighth more at a time: growth is cheap (no copy), and little is reserved in vain
    const more = Math.min(Math.max(16, this.#pages >> 3), MAX_PAGES_OF_MEMORY - this.#pages);
    this.#memory.grow(more);
    this.#floats = new Float32Array(this.#memory.buffer);
    this.#scores = this.floats(SCORES_OFFSET, SCORES_OFFSET / 4);
  }
}

/** Pages of memory that all vector indexes of the process share. */
export class VectorArena {
  readonly #banks: Bank[] = [];

  take(): Page {
    for (const bank of this.#banks) {
      const page = bank.take();
      if (page) return page;
    }
    this.#banks.push(new Bank());
    return this.take();
  }

  /** Gives a page back, its content erased. */
  release(page: Page): void {
    page.bank.release(page.offset);
  }
}
