import { DATA_CLASSES } from '../lambda/retention/contract.ts';
import { type RetainingConfig, rulesOf } from './retention.ts';
import { CLASSES_OF_DATA } from './retention-classes.ts';

/** Laws, as the schedule names them. */
const NAMES = {
  default: 'everywhere',
  eu_gdpr: 'European Union',
  us_il_bipa: 'Illinois',
} as const;

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), `|${head.map(() => '---|').join('')}`, ...rows.map((cells) => row(...cells))].join('\n');

/**
 * The public schedule of retention of a deployment, in Markdown: what 740 ILCS 14/15(a) asks to be published,
 * and what articles 13(2)(a) and 30(1)(f) of the GDPR ask to be stated and recorded.
 */
export function retentionSchedule(config: RetainingConfig): string {
  return `# Retention schedule

Generated from \`lib/config.ts\` by \`npm run retention-schedule\`; a test fails while it differs. It may be published as it
is: it names classes of data and no customer. How it is kept is in [retention.md](retention.md).

## What is kept, and for how long

${table(
  ['Data', 'Purpose', 'About', 'Kept', 'Removed by'],
  DATA_CLASSES.map((name) => {
    const { holds, purpose, about, kept, removedBy } = CLASSES_OF_DATA[name];
    return [`\`${name}\`: ${holds}`, purpose, about, kept(config), removedBy];
  }),
)}

Data are gone for good when their backups are: tables can be restored to any second of the last 35 days.

## Why

Each rule bounds the setting of its class; the strictest of those that bind the deployment holds for every tenant.

${table(
  ['Data', 'Where', 'At most', 'Reason', 'Source'],
  rulesOf(config.retention).map(({ class: name, jurisdiction, maxDays, reason, source }) => [
    `\`${name}\``,
    NAMES[jurisdiction],
    `${maxDays} days`,
    reason,
    source,
  ]),
)}
`;
}
