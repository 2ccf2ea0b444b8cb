import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { asTenant } from '../../../lambda/platform/tenant-scope.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const ROLE = 'arn:aws:iam::111122223333:role/tenant';
const sts = mockedClient(STSClient);

/** A client that says whose it is, and remembers what it was told. */
class Client {
  readonly #credentials: (() => Promise<{ accessKeyId: string }>) | undefined;
  readonly told: string[] = [];
  constructor(credentials?: () => Promise<{ accessKeyId: string }>) {
    this.#credentials = credentials;
  }
  async whose(): Promise<string> {
    return (await this.#credentials?.())?.accessKeyId ?? 'own';
  }
  tell(word: string): number {
    return this.told.push(word);
  }
}

beforeEach(() => {
  vi.resetModules();
  sts.reset();
  sts.on(AssumeRoleCommand).callsFake(async ({ Tags }) => ({
    Credentials: {
      AccessKeyId: `key of ${Tags?.[0]?.Value}`,
      SecretAccessKey: 'secret',
      SessionToken: 'token',
      Expiration: new Date(Date.now() + 3_600_000),
    },
  }));
});
afterEach(() => vi.unstubAllEnvs());

/** The role is read once a process, as a function's is. */
async function clientWith(role: string): Promise<Client> {
  vi.stubEnv('TENANT_ROLE_ARN', role);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  const { ofCurrentTenant } = await import('../../../lambda/platform/tenant-clients.ts');
  // a module that is loaded anew has a scope of its own
  const { asTenant: scoped } = await import('../../../lambda/platform/tenant-scope.ts');
  tenantScope = scoped;
  return ofCurrentTenant(new Client(), (credentials) => new Client(credentials));
}
let tenantScope: typeof asTenant = asTenant;

it("is the function's own outside any tenant, and each tenant's within, also at the same time", async () => {
  const client = await clientWith(ROLE);
  const whose = () => client.whose();
  expect(await whose()).toBe('own');
  const both = await Promise.all([tenantScope('acme', whose), tenantScope('globex', whose)]);
  expect(both).toEqual(['key of acme', 'key of globex']);
  expect(await whose()).toBe('own');
});

it('keeps a client for each tenant, and takes its members with it', async () => {
  const client = await clientWith(ROLE);
  await tenantScope('acme', async () => client.tell('hello'));
  expect(await tenantScope('acme', async () => client.told)).toEqual(['hello']);
  expect(await tenantScope('globex', async () => client.told)).toEqual([]);
  expect(client.told).toEqual([]);
});

it("is the function's own always, where the function has no role for tenants", async () => {
  const client = await clientWith('');
  expect(await tenantScope('acme', () => client.whose())).toBe('own');
  expect(sts.commandCalls(AssumeRoleCommand)).toEqual([]);
});
