import { describe, expect, it } from 'vitest';
import { appendEntries } from '../../../lambda/ledger/append-entries.ts';
import { sealLedger } from '../../../lambda/ledger/seal-ledger.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { inMemoryLedger } from '../../support/lambda/in-memory-ledger.ts';

describe('sealing a chain', () => {
  it('puts its end once, and again when it has grown', async () => {
    const world = inMemoryLedger();
    const clock = () => minutesAfter(15);
    const seal = () => sealLedger('acme', { ...world, clock });
    const add = (source_id: string) =>
      appendEntries('acme', [{ source_id, kind: 'decision', occurred_at: NOON.toISOString(), data: {} }], {
        ledger: world.ledger,
        clock,
      });
    expect(await seal()).toBe(false);
    await add('one');
    expect([await seal(), await seal()]).toEqual([true, false]);
    await add('two');
    expect(await seal()).toBe(true);
    expect(world.sealed).toMatchObject([
      { tenant: 'acme', sequence: 1, sealed_at: '2026-03-02T12:15:00.000Z' },
      { tenant: 'acme', sequence: 2, hash: world.chainOf('acme').head?.hash },
    ]);
  });
});
