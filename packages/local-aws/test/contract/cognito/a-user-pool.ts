import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  DescribeUserPoolClientCommand,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ClientSettings, PoolMaker, PoolSettings } from './pool-maker.ts';
import { poolsOfAws } from './pools-of-aws.ts';
import { poolsOfTemplates } from './pools-of-templates.ts';

/** Long enough for every pool of the suite, and with one character of each kind. */
export const PASSWORD = 'Correct-Horse-9';

/** Cognito to run the contract against: the emulator, or AWS itself with `REMOTE=1`. */
export interface CognitoUnderTest
  extends Pick<PoolMaker, 'client' | 'aGroup' | 'aResourceServer' | 'aTokenEndpoint' | 'close'> {
  /**
   * Makes a pool that goes away with the suite.
   * @param secondFactor an authenticator app, where it is not off
   */
  aUserPool(secondFactor?: 'OFF' | 'OPTIONAL' | 'ON'): Promise<string>;
  anAppClient(
    poolId: string,
    settings?: Partial<ClientSettings>,
  ): Promise<UserPoolClientType & { ClientId: string }>;
  /** Makes a user with {@link PASSWORD}, who has confirmed it; gives the username. */
  aUser(poolId: string, attributes?: Readonly<Record<string, string>>): Promise<string>;
}

/** Pools of the suite: everything the product's pool has. */
const POOL: PoolSettings = {
  PoolName: 'face-idv-contract',
  AliasAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
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

const APP_CLIENT: ClientSettings = {
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
  const maker = process.env.REMOTE === '1' ? poolsOfAws() : await poolsOfTemplates();
  const { client } = maker;
  let users = 0;
  return {
    ...maker,
    aUserPool: (MfaConfiguration = 'OFF') =>
      maker.aPool({ ...POOL, MfaConfiguration }, MfaConfiguration !== 'OFF'),
    anAppClient: async (UserPoolId, settings = {}) => {
      const ClientId = await maker.aClient(UserPoolId, { ...APP_CLIENT, ...settings });
      const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
      const { UserPoolClient } = await client.send(command);
      return { ...UserPoolClient, ClientId };
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
  };
}
