import { describe, expect, it } from 'vitest';
import { type ChainMissingDependencies, chainMissing } from '../../../lambda/ledger/chain-missing.ts';
import { chainRows } from '../../../lambda/ledger/chain-rows.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { inMemoryLedger } from '../../support/lambda/in-memory-ledger.ts';
import { anAuditRow, anOutboxRow, aSessionRow } from '../../support/lambda/ledger-rows.ts';

function aWorld(rows: readonly unknown[], changes: Partial<ChainMissingDependencies> = {}) {
  const world = inMemoryLedger();
  const dependencies: ChainMissingDependencies = {
    ...world,
    sources: {
      async *rows() {
        yield* rows;
      },
    },
    clock: () => minutesAfter(5),
    subjectHash: async (_tenant, user) => `hash-of-${user.length}`,
    inTenant: (_tenant, work) => work(),
    emit: () => {},
    report: () => {},
    ...changes,
  };
  return { ...world, dependencies };
}

describe('chaining what the streams have not brought', () => {
  it('adds the rows without an entry, of the named tenants alone, and none twice', async () => {
    const submitted = aSessionRow({ type: 'verification_session.submitted', sequence: 3 });
    const rows = [aSessionRow(), submitted, anOutboxRow(), anAuditRow(), anOutboxRow({ tenant: 'beta' })];
    const { dependencies, sourcesOf } = aWorld(rows);
    await chainRows([anOutboxRow()], dependencies);
    expect(await chainMissing(['acme'], dependencies)).toBe(2);
    expect(sourcesOf('acme')).toEqual(['event/evt_1', 'session/vs_1/4', 'audit/aud_1']);
    expect(sourcesOf('beta')).toEqual([]);
    expect(await chainMissing(['acme'], dependencies)).toBe(0);
  });

  it('takes more rows than one batch has', async () => {
    const rows = Array.from({ length: 230 }, (_, index) => anOutboxRow({ id: `evt_${index}` }));
    const { dependencies, chainOf } = aWorld(rows);
    expect(await chainMissing(['acme'], dependencies)).toBe(230);
    expect(chainOf('acme').head?.sequence).toBe(230);
  });

  it('leaves young rows to the streams', async () => {
    const { dependencies } = aWorld([aSessionRow()], { clock: () => minutesAfter(4) });
    expect(await chainMissing(['acme'], dependencies)).toBe(0);
  });

  it('fails when a row cannot be chained, or read', async () => {
    const denied = aWorld([aSessionRow()], { subjectHash: () => Promise.reject(new Error('denied')) });
    await expect(chainMissing(['acme'], denied.dependencies)).rejects.toThrow('could not be chained');
    const broken = aWorld([{ ...aSessionRow(), type: 'unknown' }]);
    await expect(chainMissing(['acme'], broken.dependencies)).rejects.toThrow();
  });
});
