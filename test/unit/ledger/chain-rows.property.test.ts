import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ChainRowsDependencies, chainRows } from '../../../lambda/ledger/chain-rows.ts';
import { verifyChain } from '../../../lambda/ledger/domain/verify-chain.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { inMemoryLedger } from '../../support/lambda/in-memory-ledger.ts';
import { anOutboxRow } from '../../support/lambda/ledger-rows.ts';

const ROWS = 12;
const rowOf = (number: number) => anOutboxRow({ id: `evt_${number}` });

/** What a write does: nothing is wrong, it fails before it takes effect, or its answer is lost afterwards. */
const faults = fc.infiniteStream(fc.constantFrom('none', 'none', 'before', 'after'));
/** Batches of rows as streams bring them: in any order, several times, and at once. */
const deliveries = fc.array(fc.array(fc.nat({ max: ROWS - 1 }), { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 6,
});

it('a chain has each row once, and is whole, whatever order, repetition or fault its rows came with', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, faults, async (batches, faultOf) => {
      const world = inMemoryLedger();
      const add: ChainRowsDependencies['ledger']['add'] = async (tenant, addition) => {
        const fault = faultOf.next().value;
        if (fault === 'before') throw new Error('not written');
        const added = await world.ledger.add(tenant, addition);
        if (fault === 'after') throw new Error('written, and the answer is lost');
        return added;
      };
      const dependencies: ChainRowsDependencies = {
        ...world,
        ledger: { ...world.ledger, add },
        clock: () => NOON,
        subjectHash: async (_tenant, user) => user,
        inTenant: (_tenant, work) => work(),
        emit: () => {},
        report: () => {},
      };
      /** A batch comes again from the first row on that was not taken. */
      const deliver = async (numbers: readonly number[]): Promise<void> => {
        const refused = await chainRows(numbers.map(rowOf), dependencies);
        if (refused !== undefined) await deliver(numbers.slice(refused));
      };
      await Promise.all(batches.map(deliver));

      const expected = [...new Set(batches.flat())].map((number) => `event/evt_${number}`);
      expect(world.sourcesOf('acme').toSorted()).toEqual(expected.toSorted());
      const { links, head } = world.chainOf('acme');
      const verifier = verifyChain('acme', []);
      for (const link of links) verifier.add(link);
      expect(verifier.end(head)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
