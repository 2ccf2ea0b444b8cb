import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchesOf, MAX_BYTES, MAX_ENTRIES } from '../../../../lambda/ledger/domain/batches-of.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const aDraft = (bytes: number) => ({
  source_id: 'one',
  kind: 'decision',
  occurred_at: NOON.toISOString(),
  data: { text: 'x'.repeat(bytes) },
});
const sizeOf = (drafts: readonly object[]) =>
  drafts.reduce((sum, one) => sum + JSON.stringify(one).length, 0);

it('a batch fits one transaction, and all of them are the entries in order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(1, 1000, 300_000, 900_000), { maxLength: 150 }), (sizes) => {
      const drafts = sizes.map(aDraft);
      const batches = batchesOf(drafts);
      expect(batches.flat()).toEqual(drafts);
      for (const batch of batches) {
        // two rows for each entry, and the head
        expect(batch.length * 2 + 1).toBeLessThanOrEqual(100);
        expect(batch.length === 1 || sizeOf(batch) <= MAX_BYTES).toBe(true);
      }
    }),
    { numRuns: 10 },
  );
  expect(
    batchesOf(Array.from({ length: MAX_ENTRIES + 1 }, () => aDraft(1))).map(({ length }) => length),
  ).toEqual([MAX_ENTRIES, 1]);
  expect(batchesOf([])).toEqual([]);
});
