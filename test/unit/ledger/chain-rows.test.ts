import { beforeEach, describe, expect, it } from 'vitest';
import { type ChainRowsDependencies, chainRows } from '../../../lambda/ledger/chain-rows.ts';
import { SEAL_EVERY } from '../../../lambda/ledger/contract.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { inMemoryLedger } from '../../support/lambda/in-memory-ledger.ts';
import { anAuditRow, anOutboxRow, aSessionRow } from '../../support/lambda/ledger-rows.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

let world: ReturnType<typeof inMemoryLedger>;
let recorded: ReturnType<typeof recordedMetrics>;
let reported: string[];
beforeEach(() => {
  world = inMemoryLedger();
  recorded = recordedMetrics();
  reported = [];
});
const chain = (rows: readonly unknown[], changes: Partial<ChainRowsDependencies> = {}) =>
  chainRows(rows, {
    ...world,
    clock: () => NOON,
    subjectHash: async (tenant, user) => `${tenant}/${user.length}`,
    inTenant: (_tenant, work) => work(),
    emit: recorded.emit,
    report: (failure) => reported.push(failure),
    ...changes,
  });
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => anOutboxRow({ id: `evt_${index}` }));

describe('chaining rows', () => {
  it('adds an entry for each, per tenant, with hashes of its users', async () => {
    const rows = [aSessionRow(), anOutboxRow({ tenant: 'beta' }), anAuditRow()];
    expect(await chain(rows)).toBeUndefined();
    expect(world.sourcesOf('acme')).toEqual(['session/vs_1/4', 'audit/aud_1']);
    expect(world.sourcesOf('beta')).toEqual(['event/evt_1']);
    expect(world.chainOf('acme').links[0]?.content).toContain('"user_hash":"acme/13"');
    expect(recorded.metrics).toEqual([
      { name: 'LedgerEntries', value: 1, dimensions: { Kind: 'decision' } },
      { name: 'LedgerEntries', value: 1, dimensions: { Kind: 'operation' } },
      { name: 'LedgerEntries', value: 1, dimensions: { Kind: 'policy' } },
    ]);
  });

  it('adds nothing for rows that come again', async () => {
    await chain([aSessionRow(), anOutboxRow()]);
    await chain([anOutboxRow(), aSessionRow(), anAuditRow()]);
    expect(world.sourcesOf('acme')).toEqual(['session/vs_1/4', 'event/evt_1', 'audit/aud_1']);
  });

  it('leaves out a row that cannot be read, and counts it', async () => {
    expect(await chain([{ ...aSessionRow(), type: 'unknown' }, anOutboxRow()])).toBeUndefined();
    expect(world.sourcesOf('acme')).toEqual(['event/evt_1']);
    expect(reported).toEqual(['ledgerRowUnreadable']);
    expect(recorded.metrics[0]).toMatchObject({ name: 'LedgerEntries', dimensions: { Kind: 'unreadable' } });
  });

  it('returns the first row of a tenant that failed, and chains those of others', async () => {
    const rows = [aSessionRow(), anOutboxRow({ tenant: 'beta' }), anOutboxRow({ tenant: 'gamma' })];
    const inTenant: ChainRowsDependencies['inTenant'] = (tenant, work) =>
      tenant === 'acme' ? work() : Promise.reject(new Error('denied'));
    expect(await chain(rows, { inTenant })).toBe(1);
    expect(world.sourcesOf('acme')).toEqual(['session/vs_1/4']);
    expect(reported).toEqual(['ledgerNotChained', 'ledgerNotChained']);
  });

  it('writes more rows than one transaction takes', async () => {
    await chain(many(120));
    expect(world.chainOf('acme').head?.sequence).toBe(120);
  });

  it('seals an end after so many entries, and goes on if that fails', async () => {
    await chain(many(SEAL_EVERY - 1));
    expect(world.sealed).toEqual([]);
    await chain(many(SEAL_EVERY + 1));
    expect(world.sealed).toMatchObject([{ tenant: 'acme', sequence: SEAL_EVERY + 1 }]);
    const put = () => Promise.reject(new Error('denied'));
    expect(await chain(many(2 * SEAL_EVERY), { seals: { put } })).toBeUndefined();
    expect(reported).toEqual(['ledgerNotSealed']);
    expect(world.chainOf('acme').head?.sequence).toBe(2 * SEAL_EVERY);
  });
});
