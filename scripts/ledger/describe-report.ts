import { CHAINED_WITHIN_MS, type SourceFinding } from '../../lambda/ledger/domain/chained-sources.ts';
import type { ChainFinding } from '../../lambda/ledger/domain/verify-chain.ts';
import { isWhole, type LedgerReport } from '../../lambda/ledger/verify-ledger.ts';

/** Lines for each kind of finding; of more, only the number is said. */
const MAX_LINES = 50;

const CHAIN_FAULTS: Readonly<Record<ChainFinding['fault'], string>> = {
  changed: 'was changed',
  missing: 'is missing',
  reordered: 'stands in another place',
  not_linked: 'does not follow the entry before it',
  differs_from_seal: 'differs from its sealed hash: the chain was written anew',
  cut_tail: 'is missing at the end: the tail was cut off',
  head_differs: 'is the last one, and the end of the chain says otherwise',
};

const SOURCE_FAULTS: Readonly<Record<SourceFinding['fault'], string>> = {
  source_changed: 'says something else than its entry',
  not_chained: 'is not chained',
  unreadable: 'cannot be read',
};

/** Returns what a person reads of a report. */
export function describeReport(report: LedgerReport): readonly string[] {
  const { tenant, entries, seals, rows, chain, sources } = report;
  const size = `${count(entries, 'entry', 'entries')}, ${count(seals, 'seal', 'seals')}, ${count(rows, 'row', 'rows')} compared`;
  return [
    `${tenant}: ${isWhole(report) ? 'whole' : 'NOT WHOLE'}; ${size}`,
    ...limited(chain.map(describeChain)),
    ...limited(sources.map(describeSource)),
  ];
}

const describeChain = ({ fault, sequence, to, source_id }: ChainFinding): string =>
  `  entry ${sequence}${to === undefined ? '' : ` to ${to}`}${source_id === undefined ? '' : ` (${source_id})`} ${CHAIN_FAULTS[fault]}`;

function describeSource({ fault, source_id, age_ms }: SourceFinding): string {
  const what = `  row ${source_id} ${SOURCE_FAULTS[fault]}`;
  if (age_ms === undefined) return what;
  const seconds = Math.round(age_ms / 1000);
  return age_ms < CHAINED_WITHIN_MS
    ? `${what} yet; it is ${seconds} s old`
    : `${what}; it is ${seconds} s old, and should be within ${CHAINED_WITHIN_MS / 1000} s`;
}

const limited = (lines: readonly string[]): readonly string[] =>
  lines.length <= MAX_LINES
    ? lines
    : [...lines.slice(0, MAX_LINES), `  and ${lines.length - MAX_LINES} more like these`];

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
