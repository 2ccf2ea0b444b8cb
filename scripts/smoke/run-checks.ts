import { ApiProblem } from '@face-idv/client';

import { BACKGROUND_CHECKS } from './background-checks.ts';
import type { Check, Deployed, Findings } from './check.ts';
import { SESSION_CHECKS } from './session-checks.ts';

/** Every check, in the order in which they run. */
export const CHECKS: readonly Check[] = [...SESSION_CHECKS, ...BACKGROUND_CHECKS];

/**
 * Runs checks one after the other and prints each with its result; a failure does not stop those after it.
 * @returns the names of those that failed
 */
export async function runChecks(
  checks: readonly Check[],
  deployed: Deployed,
  print: (line: string) => void,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const findings: Findings = {};
  for (const check of checks) {
    try {
      const outcome = await check.run(deployed, findings);
      if (outcome.status === 'passed') print(`  ✓ ${check.name}: ${outcome.detail}`);
      else print(`  ! ${check.name}: SKIPPED, ${outcome.why}\n      not confirmed: ${check.confirms}`);
    } catch (error) {
      failed.push(check.name);
      print(`  ✗ ${check.name}: ${describe(error)}`);
      print(`      not confirmed: ${check.confirms}\n      what to do: ${check.onFailure}`);
    }
  }
  return failed;
}

function describe(error: unknown): string {
  if (error instanceof ApiProblem)
    return `the API returned ${error.code} (HTTP ${error.status}): ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
