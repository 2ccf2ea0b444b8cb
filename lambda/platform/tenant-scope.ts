import { AsyncLocalStorage } from 'node:async_hooks';
import { TENANT_PATTERN } from '../kernel/tenancy.ts';

const scope = new AsyncLocalStorage<string>();

/**
 * Runs work for a tenant: the clients of `platform/clients` then use credentials that reach this tenant's
 * data only. Outside any tenant those clients are the function's own, which reach no tenant's data.
 * @param tenant of the caller's token or of a workflow's input, never of a request's body
 * @throws Error for an invalid tenant name: it becomes a session tag, which policies use literally
 */
export async function asTenant<Result>(tenant: string, work: () => Promise<Result>): Promise<Result> {
  if (!TENANT_PATTERN.test(tenant)) throw new Error('work for a tenant needs a tenant name');
  return scope.run(tenant, work);
}

/** The current tenant; undefined outside any. */
export const currentTenant = (): string | undefined => scope.getStore();
