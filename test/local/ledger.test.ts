import { describe, expect, it } from 'vitest';
import type { LedgerReport } from '../../lambda/ledger/verify-ledger.ts';
import { describeReport } from '../../scripts/ledger/describe-report.ts';
import { chosenTenants, readLedgerOptions } from '../../scripts/ledger/ledger-options.ts';

const aReport = (changes: Partial<LedgerReport> = {}): LedgerReport => ({
  tenant: 'demo',
  entries: 1234,
  seals: 1,
  rows: 900,
  chain: [],
  sources: [],
  ...changes,
});

describe('the command of the ledger', () => {
  it.each([
    [['verify'], { command: 'verify', stage: 'local' }],
    [['verify', 'demo', '--stage', 'prod'], { command: 'verify', stage: 'prod', tenant: 'demo' }],
    [
      ['replay', 'vs_1', '--tenant', 'demo'],
      { command: 'replay', stage: 'local', session: 'vs_1', tenant: 'demo' },
    ],
    [['chain', 'demo'], { command: 'chain', stage: 'local', tenant: 'demo' }],
    [['verify', '--help'], 'help'],
  ])('reads %j', (args, options) => {
    expect(readLedgerOptions(args)).toEqual(options);
  });

  it.each([
    [[], 'the command must be verify, chain or replay'],
    [['repair'], 'not "repair"'],
    [['replay'], 'replay needs the id of a session'],
    [['verify', 'demo', 'acme'], 'unexpected argument "acme"'],
    [['verify', '--all'], '--all'],
  ])('refuses %j, with the usage', (args, words) => {
    expect(() => readLedgerOptions(args)).toThrow(words);
    expect(() => readLedgerOptions(args)).toThrow('usage: npm run ledger');
  });
});

describe('the tenants of a command', () => {
  it('are all of the stage, or the one that is named and is there', () => {
    const verifies = { command: 'verify' as const, stage: 'prod' };
    expect(chosenTenants(verifies, ['acme', 'beta'])).toEqual(['acme', 'beta']);
    expect(chosenTenants({ ...verifies, tenant: 'beta' }, ['acme', 'beta'])).toEqual(['beta']);
    expect(() => chosenTenants({ ...verifies, tenant: 'gamma' }, ['acme'])).toThrow(
      'stage "prod" has no tenant "gamma"; it has acme',
    );
  });
});

describe('a report of the ledger', () => {
  it('is one line when nothing is wrong', () => {
    expect(describeReport(aReport())).toEqual(['demo: whole; 1,234 entries, 1 seal, 900 rows compared']);
  });

  it('names what is wrong, and what is on its way', () => {
    const report = aReport({
      chain: [
        { fault: 'changed', sequence: 7, source_id: 'event/evt_1' },
        { fault: 'cut_tail', sequence: 9, to: 12 },
      ],
      sources: [
        { fault: 'not_chained', source_id: 'event/evt_2', age_ms: 4_000 },
        { fault: 'not_chained', source_id: 'event/evt_3', age_ms: 400_000 },
        { fault: 'source_changed', source_id: 'audit/aud_1' },
      ],
    });
    expect(describeReport(report)).toEqual([
      'demo: NOT WHOLE; 1,234 entries, 1 seal, 900 rows compared',
      '  entry 7 (event/evt_1) was changed',
      '  entry 9 to 12 is missing at the end: the tail was cut off',
      '  row event/evt_2 is not chained yet; it is 4 s old',
      '  row event/evt_3 is not chained; it is 400 s old, and should be within 300 s',
      '  row audit/aud_1 says something else than its entry',
    ]);
  });

  it('is not longer than one can read', () => {
    const chain = Array.from({ length: 80 }, (_, index) => ({
      fault: 'changed' as const,
      sequence: index + 1,
    }));
    const lines = describeReport(aReport({ chain }));
    expect(lines).toHaveLength(52);
    expect(lines.at(-1)).toBe('  and 30 more like these');
  });
});
