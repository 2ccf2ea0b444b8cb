import {
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolMaker } from './pool-maker.ts';

/** Pools in the AWS account of the environment; they are deleted with the suite. */
export function poolsOfAws(): PoolMaker {
  const client = new CognitoIdentityProviderClient({});
  const domains: { readonly UserPoolId: string; readonly Domain: string }[] = [];
  const pools: string[] = [];
  return {
    client,
    aPool: async ({ MfaConfiguration, ...settings }, appsAsSecondFactor) => {
      const { UserPool } = await client.send(new CreateUserPoolCommand(settings));
      const UserPoolId = UserPool?.Id ?? '';
      pools.push(UserPoolId);
      const SoftwareTokenMfaConfiguration = { Enabled: true };
      if (appsAsSecondFactor)
        await client.send(
          new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration, SoftwareTokenMfaConfiguration }),
        );
      return UserPoolId;
    },
    aClient: async (UserPoolId, settings) => {
      const command = new CreateUserPoolClientCommand({ UserPoolId, ...settings });
      return (await client.send(command)).UserPoolClient?.ClientId ?? '';
    },
    aGroup: async (UserPoolId, GroupName, Precedence) => {
      await client.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence }));
    },
    aResourceServer: async (UserPoolId, Identifier, scopes) => {
      const server = { UserPoolId, Identifier, Name: Identifier, Scopes: [...scopes] };
      await client.send(new CreateResourceServerCommand(server));
    },
    aTokenEndpoint: async (UserPoolId) => {
      const domain = { UserPoolId, Domain: `face-idv-contract-${Date.now()}` };
      await client.send(new CreateUserPoolDomainCommand(domain));
      domains.push(domain);
      const region = await client.config.region();
      const url = `https://${domain.Domain}.auth.${region}.amazoncognito.com/oauth2/token`;
      await answers(url);
      return url;
    },
    close: async () => {
      for (const domain of domains) await client.send(new DeleteUserPoolDomainCommand(domain));
      for (const UserPoolId of pools) await client.send(new DeleteUserPoolCommand({ UserPoolId }));
      client.destroy();
    },
  };
}

/** A new domain takes AWS a minute to bring up. */
const DOMAIN_DEADLINE_MS = 120_000;

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + DOMAIN_DEADLINE_MS;
  for (;;) {
    const response = await fetch(url, { method: 'POST' }).catch(() => undefined);
    if (response && response.status < 404) return;
    if (Date.now() > deadline) throw new Error(`${url} did not come up`);
  }
}
