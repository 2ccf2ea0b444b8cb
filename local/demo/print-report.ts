import type { Report } from './verify-person.ts';

/** The operator's report, for a person to read. */
export function printReport(report: Report, print: (line: string) => void): void {
  const { status, decision, checks, billable_calls, cost_usd } = report;
  print(`\n  session ${report.id} of ${report.user_id}: ${status}`);
  if (decision && decision.reason_codes.length > 0) print(`  because ${decision.reason_codes.join(', ')}`);
  if (status === 'in_review') print('  an operator says whether to search again: docs/session-states.md');
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
