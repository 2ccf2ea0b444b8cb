import type { Report } from './verify-person.ts';

/** Characters of a hash that are shown: enough to distinguish texts. */
const HASH_SHOWN = 12;

/** Prints the operator's report for reading in a terminal. */
export function printReport(report: Report, print: (line: string) => void): void {
  const { status, consent, decision, review, checks, earlier_runs = [], billable_calls, cost_usd } = report;
  print(`\n  session ${report.id} of ${report.user_id}: ${status}`);
  const hash = consent.text_sha256?.slice(0, HASH_SHOWN);
  print(`  consent: text ${consent.notice_version} (${hash}...), receipt ${consent.receipt_id}`);
  if (decision && decision.reason_codes.length > 0) print(`  reasons: ${decision.reason_codes.join(', ')}`);
  for (const { run, decision: ended } of earlier_runs)
    print(`  attempt ${run}: ${[ended?.outcome ?? 'held', ...(ended?.reason_codes ?? [])].join(', ')}`);
  if (status === 'in_review')
    print(`  held for a person: ${review?.reason_codes.join(', ')}; npm run local -- cases`);
  for (const check of checks) {
    print(`    ${check.name}: ${[check.status, ...check.reason_codes].join(', ')}`);
    for (const { name, value, limit } of check.measures) {
      const shown = typeof value === 'number' ? Math.round(value * 100) / 100 : value;
      print(`      ${name} ${shown}${limit === undefined ? '' : ` (${limit})`}`);
    }
  }
  const calls = Object.entries(billable_calls).map(([operation, count]) => `${count} ${operation}`);
  print(`  on AWS: $${cost_usd.toFixed(3)} for ${calls.join(', ') || 'no billed call'}\n`);
}
