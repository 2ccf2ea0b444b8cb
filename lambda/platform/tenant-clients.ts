import { recentlyUsed } from '../kernel/recently-used.ts';
import { stsClient } from './clients/sts.ts';
import { tenantRoleArn } from './read-env.ts';
import { systemClock } from './system.ts';
import { createTenantCredentials, MAX_TENANTS, type TenantCredentials } from './tenant-credentials.ts';
import { currentTenant } from './tenant-scope.ts';

const roleArn = tenantRoleArn();
const credentialsOf = roleArn ? createTenantCredentials(stsClient, roleArn, systemClock) : undefined;

/**
 * A client that acts at every use for the current tenant, with credentials that reach that tenant's
 * data only; outside any tenant it is the function's own. So no handler can use the wrong one.
 * @param own client with the function's credentials; the only one of a function without a tenant role
 */
export function ofCurrentTenant<Client extends object>(
  own: Client,
  build: (credentials: () => Promise<TenantCredentials>) => Client,
): Client {
  if (!credentialsOf) return own;
  const clientOf = recentlyUsed(MAX_TENANTS, (tenant) => build(credentialsOf(tenant)));
  return new Proxy(own, {
    get: (_own, property) => {
      const tenant = currentTenant();
      const client = tenant === undefined ? own : clientOf(tenant);
      const value: unknown = Reflect.get(client, property, client);
      return typeof value === 'function' ? value.bind(client) : value;
    },
  });
}
