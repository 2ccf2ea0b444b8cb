import { scheduledInput } from '../kernel/scheduled-input.ts';
import type { Log } from './logger.ts';
import { asTenant } from './tenant-scope.ts';

/**
 * Runs scheduled work, tenant after tenant. A failure for one tenant does not stop the
 * others; the invocation fails at the end, so that Lambda retries it and counts the error.
 * @returns handler of an event that names the tenants
 */
export function scheduledHandler(
  task: string,
  work: (tenant: string) => Promise<unknown>,
  log: Log,
): (event: unknown) => Promise<{ readonly tenants: number }> {
  return async (event) => {
    const { tenants } = scheduledInput.parse(event);
    const faults: unknown[] = [];
    for (const tenant of tenants) {
      try {
        await asTenant(tenant, () => work(tenant));
      } catch (error) {
        log.error('taskFailed', { task }, error);
        faults.push(error);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, `${task} failed for ${faults.length} tenants`);
    return { tenants: tenants.length };
  };
}
