import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGE_BYTES, VectorArena } from '../../src/collections/vector-arena.ts';
import { VectorIndex } from '../../src/collections/vector-index.ts';

const floats = (dimensions: number) =>
  fc
    .array(fc.integer({ min: -1000, max: 1000 }), { minLength: dimensions, maxLength: dimensions })
    .map((values) => Float32Array.from(values, (value) => value / 1000));

/** What the index does, without its memory, its padding and its SIMD. */
function nearestByHand(rows: readonly Float32Array[], query: Float32Array, limit: number) {
  return rows
    .map((row, index) => ({ row: index, score: row.reduce((sum, v, i) => sum + v * (query[i] ?? 0), 0) }))
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, limit);
}

describe('vector index', () => {
  it('finds what a search by hand finds, after any adding and removing', () => {
    const change = (dimensions: number) =>
      fc.oneof(
        { weight: 3, arbitrary: floats(dimensions).map((vector) => ({ add: vector })) },
        { weight: 1, arbitrary: fc.nat().map((pick) => ({ remove: pick })) },
      );
    // sizes below, at and above the 16 floats that the kernel reads a turn
    const scenario = fc.constantFrom(1, 15, 16, 17, 48).chain((dimensions) =>
      fc.record({
        dimensions: fc.constant(dimensions),
        changes: fc.array(change(dimensions), { maxLength: 60 }),
        query: floats(dimensions),
        limit: fc.integer({ min: 1, max: 20 }),
      }),
    );
    fc.assert(
      fc.property(scenario, ({ dimensions, changes, query, limit }) => {
        const index = new VectorIndex(new VectorArena(), dimensions);
        const rows: Float32Array[] = [];
        for (const step of changes) {
          if ('add' in step) {
            expect(index.add(step.add)).toBe(rows.length);
            rows.push(step.add);
          } else if (rows.length > 0) {
            const row = step.remove % rows.length;
            const moved = index.removeRow(row);
            const last = rows.pop() as Float32Array;
            expect(moved).toBe(row === rows.length ? undefined : rows.length);
            if (row < rows.length) rows[row] = last;
          }
        }
        expect(index.size).toBe(rows.length);
        for (const [row, vector] of rows.entries()) expect(index.vectorAt(row)).toEqual(vector);
        const found = index.search(query, limit);
        const expected = nearestByHand(rows, query, limit);
        expect(found).toHaveLength(expected.length);
        for (const [rank, { score }] of expected.entries()) expect(found[rank]?.score).toBeCloseTo(score, 4);
      }),
      { numRuns: 150 },
    );
  });

  it('crosses pages and gives them back', () => {
    const arena = new VectorArena();
    const index = new VectorIndex(arena, 1024);
    const rowsOfPage = PAGE_BYTES / 4096;
    const unit = (row: number) => {
      const vector = new Float32Array(1024);
      vector[row] = 1;
      return vector;
    };
    for (let row = 0; row < 3 * rowsOfPage; row += 1) index.add(unit(row));
    expect(index.search(unit(2 * rowsOfPage + 3), 1)).toEqual([{ row: 2 * rowsOfPage + 3, score: 1 }]);
    while (index.size > 1) index.removeRow(0);
    expect(index.search(unit(1), 5)).toHaveLength(1);
    index.clear();
    expect(index.size).toBe(0);
    // a page given back is erased before anybody else gets it
    const page = arena.take();
    expect(page.bank.floats(page.offset, PAGE_BYTES / 4).every((value) => value === 0)).toBe(true);
  });

  it('keeps two collections of one arena apart', () => {
    const arena = new VectorArena();
    const left = new VectorIndex(arena, 16);
    const right = new VectorIndex(arena, 16);
    const ones = new Float32Array(16).fill(1);
    left.add(ones);
    expect(right.search(ones, 10)).toEqual([]);
    right.add(ones.map((value) => -value));
    left.clear();
    expect(right.search(ones, 10)).toEqual([{ row: 0, score: -16 }]);
  });

  it('leaves a skipped row out, and keeps the earlier of equal rows', () => {
    const index = new VectorIndex(new VectorArena(), 16);
    const ones = new Float32Array(16).fill(1);
    for (let row = 0; row < 5; row += 1) index.add(ones);
    expect(index.search(ones, 2, 0).map(({ row }) => row)).toEqual([1, 2]);
  });

  it('refuses a vector of another size and a row that is not there', () => {
    const index = new VectorIndex(new VectorArena(), 16);
    expect(() => index.add(new Float32Array(15))).toThrow('16 floats, got 15');
    expect(() => index.vectorAt(0)).toThrow('0 rows, got row 0');
    expect(() => new VectorIndex(new VectorArena(), 0)).toThrow('from 1 to 8192');
  });
});
