import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTenantCredentials,
  SIGNED_FOR_AT_LEAST_SECONDS,
} from '../../../lambda/platform/tenant-credentials.ts';
import { asTenant, currentTenant } from '../../../lambda/platform/tenant-scope.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const sts = mockedClient(STSClient);
let now = START;
const credentials = () =>
  createTenantCredentials(new STSClient({ region: 'eu-west-1' }), 'arn:role', () => new Date(now));
const tenantsAsked = () =>
  sts.commandCalls(AssumeRoleCommand).map(({ args }) => args[0].input.Tags?.[0]?.Value);

beforeEach(() => {
  now = START;
  sts.reset();
  sts.on(AssumeRoleCommand).callsFake(async () => ({
    Credentials: {
      AccessKeyId: 'key',
      SecretAccessKey: 'secret',
      SessionToken: 'token',
      Expiration: new Date(now + HOUR_MS),
    },
  }));
});

describe("a tenant's credentials", () => {
  it('are asked for once a tenant, with the tenant as the only tag', async () => {
    const of = credentials();
    await Promise.all([of('acme')(), of('acme')(), of('globex')()]);
    await of('acme')();
    expect(tenantsAsked()).toEqual(['acme', 'globex']);
    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toEqual({
      RoleArn: 'arn:role',
      RoleSessionName: 'tenant-acme',
      DurationSeconds: 3600,
      Tags: [{ Key: 'tenant', Value: 'acme' }],
    });
  });

  it('are renewed before what they sign could outlive them', async () => {
    const of = credentials();
    await of('acme')();
    now = START + HOUR_MS - SIGNED_FOR_AT_LEAST_SECONDS * 1000 - 1;
    await of('acme')();
    expect(tenantsAsked()).toHaveLength(1);
    now += 1;
    await of('acme')();
    expect(tenantsAsked()).toHaveLength(2);
  });

  it('fails when STS refuses, and asks again the next time', async () => {
    const answering = sts.on(AssumeRoleCommand);
    answering.rejectsOnce(new Error('refused')).resolves({
      Credentials: {
        AccessKeyId: 'key',
        SecretAccessKey: 'secret',
        SessionToken: 'token',
        Expiration: new Date(now + HOUR_MS),
      },
    });
    const of = credentials();
    await expect(of('acme')()).rejects.toThrow('refused');
    expect(await of('acme')()).toMatchObject({ accessKeyId: 'key' });
  });
});

describe('the tenant that is worked for', () => {
  it('is the one of the innermost work, also beside work for another', async () => {
    const seen = await Promise.all(
      ['acme', 'globex'].map((tenant) =>
        asTenant(tenant, async () => {
          await Promise.resolve();
          return currentTenant();
        }),
      ),
    );
    expect(seen).toEqual(['acme', 'globex']);
    expect(currentTenant()).toBeUndefined();
  });

  it.each(['', '*', 'acme#x', 'acme/..', 'ACME'])('refuses %j, which is no tenant', async (tenant) => {
    await expect(asTenant(tenant, async () => currentTenant())).rejects.toThrow('needs a tenant name');
  });
});
