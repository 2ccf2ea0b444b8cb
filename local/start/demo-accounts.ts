import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { type BackendClient, describeBackendClient, requestToken } from './machine-client.ts';

/** Tenant of the stage `local`. */
export const DEMO_TENANT = 'demo';

/** Demo accounts. Their passwords are printed and protect nothing: they only open a local cloud. */
export const DEMO_ACCOUNTS = {
  /** The sample person. */
  sam: { username: 'sam', password: 'Sample-person-1', groups: [] },
  /** An administrator: runs jobs, deletes faces. */
  olivia: { username: 'olivia', password: 'Demo-operator-1', groups: ['operators'] },
  /** A reviewer: decides cases. */
  rita: { username: 'rita', password: 'Demo-reviewer-1', groups: ['reviewers'] },
  /** A viewer: reads reports. */
  victor: { username: 'victor', password: 'Demo-viewer-1', groups: ['viewers'] },
} as const satisfies Readonly<Record<string, DemoAccount>>;

interface DemoAccount {
  readonly username: string;
  readonly password: string;
  readonly groups: readonly string[];
}

/** Access tokens of the demo's callers, each renewed before it expires. */
export interface DemoTokens {
  user(account: keyof typeof DEMO_ACCOUNTS): Promise<string>;
  /** Token of the tenant's backend, by client credentials. */
  backend(): Promise<string>;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface IdentityAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly endUserClientId: string;
  /** Keys of the account that holds the user pool. @default - the local cloud's */
  readonly keys?: AwsKeys;
}

const LOCAL_KEYS: AwsKeys = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };
const RENEW_BEFORE_MS = 60_000;

function cognitoClient({
  endpoint,
  region,
  keys = LOCAL_KEYS,
}: IdentityAddress): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({ endpoint, region, credentials: keys });
}

/** Creates the demo accounts that do not exist yet. */
export async function seedDemoAccounts(address: IdentityAddress): Promise<void> {
  const cognito = cognitoClient(address);
  const pool = { UserPoolId: address.userPoolId };
  for (const { username, password, groups } of Object.values<DemoAccount>(DEMO_ACCOUNTS)) {
    const user = { ...pool, Username: username };
    const attributes = [{ Name: 'custom:tenant', Value: DEMO_TENANT }];
    try {
      await cognito.send(
        new AdminCreateUserCommand({ ...user, UserAttributes: attributes, MessageAction: 'SUPPRESS' }),
      );
    } catch (error) {
      if (!(error instanceof UsernameExistsException)) throw error;
    }
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    for (const group of groups)
      await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  }
  cognito.destroy();
}

/** Signs in each of the demo's callers on first use. */
export function demoTokens(address: IdentityAddress): DemoTokens {
  const cognito = cognitoClient(address);
  const kept = new Map<string, { readonly token: string; readonly until: number }>();
  const renewed = async (
    key: string,
    fetchToken: () => Promise<{ token: string; seconds: number }>,
  ): Promise<string> => {
    const known = kept.get(key);
    if (known && known.until > Date.now()) return known.token;
    const { token, seconds } = await fetchToken();
    kept.set(key, { token, until: Date.now() + seconds * 1000 - RENEW_BEFORE_MS });
    return token;
  };
  return {
    user: (account) => renewed(account, () => signIn(cognito, address, DEMO_ACCOUNTS[account])),
    backend: () => renewed('backend', () => clientCredentials(cognito, address)),
  };
}

async function signIn(
  cognito: CognitoIdentityProviderClient,
  { endUserClientId }: IdentityAddress,
  account: DemoAccount,
) {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: endUserClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: account.username, PASSWORD: account.password },
    }),
  );
  if (!AuthenticationResult?.AccessToken)
    throw new Error(`the account ${account.username} could not sign in`);
  return { token: AuthenticationResult.AccessToken, seconds: AuthenticationResult.ExpiresIn ?? 0 };
}

/** Reads the backend client's id and secret from the user pool, as an administrator would. */
export async function backendClient(address: IdentityAddress): Promise<BackendClient> {
  const cognito = cognitoClient(address);
  try {
    return await describeBackendClient(cognito, address.userPoolId, DEMO_TENANT);
  } finally {
    cognito.destroy();
  }
}

async function clientCredentials(cognito: CognitoIdentityProviderClient, address: IdentityAddress) {
  const client = await describeBackendClient(cognito, address.userPoolId, DEMO_TENANT);
  return requestToken(`${address.endpoint}/oauth2/token`, client);
}
