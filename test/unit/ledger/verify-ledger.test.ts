import { beforeEach, describe, expect, it } from 'vitest';
import { type ChainRowsDependencies, chainRows } from '../../../lambda/ledger/chain-rows.ts';
import { sealLedger } from '../../../lambda/ledger/seal-ledger.ts';
import { isWhole, verifyLedger } from '../../../lambda/ledger/verify-ledger.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { inMemoryLedger } from '../../support/lambda/in-memory-ledger.ts';
import { anAuditEndRow, anAuditRow, anOutboxRow, aSessionRow } from '../../support/lambda/ledger-rows.ts';

let world: ReturnType<typeof inMemoryLedger>;
const subjectHash: ChainRowsDependencies['subjectHash'] = async (tenant, user) => `${tenant}/${user}`;
const ROWS = [aSessionRow(), anOutboxRow(), anAuditRow(), anAuditEndRow(), anOutboxRow({ tenant: 'beta' })];

beforeEach(async () => {
  world = inMemoryLedger();
  const inTenant: ChainRowsDependencies['inTenant'] = (_tenant, work) => work();
  const clock = () => NOON;
  await chainRows(ROWS, { ...world, clock, subjectHash, inTenant, emit: () => {}, report: () => {} });
  for (const tenant of ['acme', 'beta']) await sealLedger(tenant, { ...world, clock });
});

async function verify(rows: readonly unknown[] = ROWS, minutes = 1) {
  const progress: string[] = [];
  const reports = await verifyLedger(['acme', 'beta'], {
    ...world,
    sources: {
      async *rows() {
        yield* rows;
      },
    },
    subjectHash,
    clock: () => minutesAfter(minutes),
    progress: (what, done) => progress.push(`${what} ${done}`),
  });
  const [acme, beta] = reports;
  if (!acme || !beta) throw new Error('two tenants are verified');
  return { acme, beta, progress };
}

describe('the verification of chains', () => {
  it('finds nothing when nobody has touched them', async () => {
    const { acme, beta, progress } = await verify();
    expect(acme).toEqual({ tenant: 'acme', entries: 4, seals: 1, rows: 4, chain: [], sources: [] });
    expect(beta).toMatchObject({ entries: 1, seals: 1, rows: 1 });
    expect([acme, beta].map(isWhole)).toEqual([true, true]);
    expect(progress).toContain('rows 5');
    expect(progress).toContain('entries 4');
  });

  it('stays whole when rows are erased or expire, and passes over what is not for the ledger', async () => {
    const other = aSessionRow({ type: 'verification_session.submitted', sequence: 3 });
    const { acme } = await verify([other, anOutboxRow({ tenant: 'unknown' })]);
    expect(acme).toMatchObject({ rows: 0, chain: [], sources: [] });
  });

  it('finds a removed entry, and the row that has none any more', async () => {
    world.chainOf('acme').links.splice(1, 1);
    const { acme, beta } = await verify(ROWS, 10);
    expect(acme.chain).toEqual([{ fault: 'missing', sequence: 2 }]);
    expect(acme.sources).toEqual([{ fault: 'not_chained', source_id: 'event/evt_1', age_ms: 600_000 }]);
    expect([isWhole(acme), isWhole(beta)]).toEqual([false, true]);
  });

  it('finds a tail that was cut off with its head, by the seal and by the rows', async () => {
    const chain = world.chainOf('acme');
    chain.links.splice(2);
    const [, last] = chain.links;
    chain.head = last && { sequence: last.sequence, hash: last.hash };
    const { acme } = await verify();
    expect(acme.chain).toEqual([{ fault: 'cut_tail', sequence: 3, to: 4 }]);
    world.sealed.splice(0);
    const unsealed = (await verify(ROWS, 10)).acme;
    expect(unsealed.chain).toEqual([]);
    expect(unsealed.sources.map(({ source_id }) => source_id)).toEqual(['audit/aud_1', 'audit/aud_1/end']);
    expect(isWhole(unsealed)).toBe(false);
  });

  it('finds a head that was set back', async () => {
    const chain = world.chainOf('acme');
    const [first] = chain.links;
    chain.head = first && { sequence: first.sequence, hash: first.hash };
    expect((await verify()).acme.chain).toEqual([{ fault: 'head_differs', sequence: 4 }]);
  });

  it('finds a row that was changed since', async () => {
    const rows = [aSessionRow({ status: 'declined' }), anAuditRow({ reason: 'another' })];
    expect((await verify(rows)).acme.sources).toEqual([
      { fault: 'source_changed', source_id: 'session/vs_1/4' },
      { fault: 'source_changed', source_id: 'audit/aud_1' },
    ]);
  });

  it('reports a young row that is not chained yet, which is not wrong', async () => {
    const young = (await verify([aSessionRow({ sequence: 9 })], 4)).acme;
    expect(young.sources).toMatchObject([{ fault: 'not_chained', age_ms: 240_000 }]);
    expect(isWhole(young)).toBe(true);
    expect(isWhole((await verify([aSessionRow({ sequence: 9 })], 5)).acme)).toBe(false);
  });

  it('finds a row that cannot be read, and fails when KMS does', async () => {
    const { acme } = await verify([{ ...aSessionRow(), type: 'unknown' }]);
    expect(acme.sources).toEqual([{ fault: 'unreadable', source_id: 'acme#vs_1 event#000004' }]);
    const rows = {
      async *rows() {
        yield aSessionRow();
      },
    };
    const failing = verifyLedger(['acme'], {
      ...world,
      sources: rows,
      subjectHash: () => Promise.reject(new Error('denied')),
      clock: () => NOON,
      progress: () => {},
    });
    await expect(failing).rejects.toThrow('denied');
  });
});
