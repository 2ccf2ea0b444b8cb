import { AsyncLocalStorage } from 'node:async_hooks';
import { TENANT_PATTERN } from '../kernel/tenancy.ts';

const scope = new AsyncLocalStorage<string>();

/**
 * Does some work for a tenant: what it calls with the clients of `runtime/clients` is called with credentials that
 * reach this tenant's data alone. Outside any tenant those clients are the function's own, which reach no tenant's data.
 * @param tenant of the caller's token or of a workflow's input, never of a request's body
 * @throws Error where the name is no tenant's: it becomes a session tag, which policies take literally
 */
export async function asTenant<Result>(tenant: string, work: () => Promise<Result>): Promise<Result> {
  if (!TENANT_PATTERN.test(tenant)) throw new Error('work for a tenant needs a tenant name');
  return scope.run(tenant, work);
}

/** The tenant that is being worked for; undefined outside any. */
export const currentTenant = (): string | undefined => scope.getStore();
