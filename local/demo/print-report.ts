import type { Report } from './verify-person.ts';

/** Prints the operator's report for reading in a terminal. */
export function printReport(report: Report, print: (line: string) => void): void {
  const { status, decision, review, checks, earlier_runs = [], billable_calls, cost_usd } = report;
  print(`\n  session ${report.id} of ${report.user_id}: ${status}`);
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
