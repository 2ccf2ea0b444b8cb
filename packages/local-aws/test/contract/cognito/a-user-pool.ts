import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import { systemClock } from '../../../src/clock.ts';
import { createCognito } from '../../../src/cognito/cognito.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

/** Long enough for every pool of the suite, and with one character of each kind. */
export const PASSWORD = 'Correct-Horse-9';

/** Cognito to run the contract against: the emulator, or AWS itself with `REMOTE=1`. */
export interface CognitoUnderTest {
  readonly client: CognitoIdentityProviderClient;
  /** Makes a pool that goes away with the suite. */
  aUserPool(settings?: Partial<CreateUserPoolCommandInput>): Promise<string>;
  anAppClient(
    poolId: string,
    settings?: Partial<CreateUserPoolClientCommandInput>,
  ): Promise<UserPoolClientType & { ClientId: string }>;
  /** Gives the pool a domain and the URL of its token endpoint, which answers from then on. */
  aTokenEndpoint(poolId: string): Promise<string>;
  /** Makes a user with {@link PASSWORD}, who has confirmed it; gives the username. */
  aUser(poolId: string, attributes?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

/** Pools of the suite: everything the product's pool has, so that each test sets only what it is about. */
const POOL: CreateUserPoolCommandInput = {
  PoolName: 'face-idv-contract',
  AliasAttributes: ['email'],
  MfaConfiguration: 'OFF',
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
    },
  },
  Schema: [
    {
      Name: 'tenant',
      AttributeDataType: 'String',
      Mutable: false,
      StringAttributeConstraints: { MaxLength: '31' },
    },
  ],
};

const APP_CLIENT: Omit<CreateUserPoolClientCommandInput, 'UserPoolId'> = {
  ClientName: 'end-users',
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  AccessTokenValidity: 15,
  IdTokenValidity: 15,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
};

/** Cognito keeps passwords of the administrator's own making out of mailboxes. */
const NO_MESSAGE = 'SUPPRESS';

export async function aCognito(): Promise<CognitoUnderTest> {
  const { client, tokenEndpoint, close } = process.env.REMOTE === '1' ? remote() : await local();
  const domains: { readonly UserPoolId: string; readonly Domain: string }[] = [];
  const pools: string[] = [];
  let users = 0;
  return {
    client,
    aUserPool: async (settings = {}) => {
      const { UserPool } = await client.send(new CreateUserPoolCommand({ ...POOL, ...settings }));
      const id = UserPool?.Id ?? '';
      pools.push(id);
      return id;
    },
    anAppClient: async (UserPoolId, settings = {}) => {
      const command = new CreateUserPoolClientCommand({ UserPoolId, ...APP_CLIENT, ...settings });
      const { UserPoolClient } = await client.send(command);
      return { ...UserPoolClient, ClientId: UserPoolClient?.ClientId ?? '' };
    },
    aTokenEndpoint: async (UserPoolId) => {
      const domain = { UserPoolId, Domain: `face-idv-contract-${Date.now()}` };
      await client.send(new CreateUserPoolDomainCommand(domain));
      domains.push(domain);
      const url = await tokenEndpoint(domain.Domain);
      await answers(url);
      return url;
    },
    aUser: async (UserPoolId, attributes = {}) => {
      users += 1;
      const Username = `user-${users}`;
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      await client.send(
        new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: NO_MESSAGE }),
      );
      await client.send(
        new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
      );
      return Username;
    },
    close: async () => {
      for (const domain of domains) await client.send(new DeleteUserPoolDomainCommand(domain));
      for (const UserPoolId of pools) await client.send(new DeleteUserPoolCommand({ UserPoolId }));
      client.destroy();
      await close();
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

function remote() {
  const client = new CognitoIdentityProviderClient({});
  return {
    client,
    tokenEndpoint: async (domain: string) =>
      `https://${domain}.auth.${await client.config.region()}.amazoncognito.com/oauth2/token`,
    close: async () => {},
  };
}

async function local() {
  const dataDir = await mkdtemp(join(tmpdir(), 'cognito-contract-'));
  let endpoint = '';
  const cognito = await createCognito({
    dataDir,
    clock: systemClock,
    region: REGION,
    accountId: ACCOUNT_ID,
    endpoint: () => endpoint,
    invokeFunction: async () => ({}),
    notify: () => {},
  });
  const served = await serveEmulator(cognito);
  endpoint = served.clientConfig.endpoint;
  return {
    client: new CognitoIdentityProviderClient({ ...served.clientConfig, maxAttempts: 1 }),
    tokenEndpoint: async () => `${endpoint}/oauth2/token`,
    close: async () => {
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
