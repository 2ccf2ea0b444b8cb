import type { DeploymentConfig } from '../../lib/config.ts';
import type { Account } from './account.ts';

/** Input of a check. */
export interface Deployment {
  readonly config: DeploymentConfig;
  readonly account: Account;
  /** Whether the stage is already deployed. */
  readonly isUpdate: boolean;
}

export interface Finding {
  /**
   * `blocks`: the deployment would fail or be unusable; `warns`: it works with limits, or something could not
   * be checked; `fine`: as it should be.
   */
  readonly level: 'blocks' | 'warns' | 'fine';
  /** Description of the finding. */
  readonly what: string;
  /** How to fix it. */
  readonly todo?: string;
}

export interface Check {
  readonly name: string;
  /** Actions that the caller needs. */
  readonly actions: readonly string[];
  /** Whether no other check can run if this one cannot. */
  readonly isVital?: true;
  run(deployment: Deployment): Promise<readonly Finding[]>;
}

export interface CheckedFinding extends Finding {
  readonly check: string;
}

/** Returns the regions of a deployment's resources. */
export const regionsOf = ({ region, secondRegion }: DeploymentConfig): readonly string[] =>
  secondRegion ? [region, secondRegion.region] : [region];

/** Runs checks one after another; one that cannot run is a finding and does not stop the others. */
export async function runChecks(
  checks: readonly Check[],
  deployment: Deployment,
): Promise<readonly CheckedFinding[]> {
  const findings: CheckedFinding[] = [];
  for (const check of checks) {
    try {
      const found = await check.run(deployment);
      findings.push(...found.map((finding) => ({ check: check.name, ...finding })));
    } catch (error) {
      findings.push({ check: check.name, ...unchecked(check, error) });
      if (check.isVital) break;
    }
  }
  return findings;
}

/** Error names of AWS for missing permissions. */
const DENIED: readonly string[] = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

function unchecked({ actions }: Check, error: unknown): Finding {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const what = `could not be checked: ${name}: ${message}`;
  return DENIED.includes(name)
    ? { level: 'warns', what, todo: `Allow ${actions.join(' and ')}, or check by hand.` }
    : {
        level: 'blocks',
        what,
        todo: 'Check your credentials, and that the region is enabled for the account and reachable.',
      };
}
