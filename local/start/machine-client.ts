import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/** Client credentials of a tenant's backend. */
export interface BackendClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An access token and how long it lives. */
export interface IssuedToken {
  readonly token: string;
  readonly seconds: number;
}

/** Maximum of ListUserPoolClients. */
const CLIENTS_PER_PAGE = 60;

/**
 * Reads id and secret of a tenant's machine client from the user pool, as an administrator would.
 * @throws Error when the pool has no such client
 */
export async function describeBackendClient(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  tenant: string,
): Promise<BackendClient> {
  const pool = { UserPoolId: userPoolId };
  const name = `backend-${tenant}`;
  let clientId: string | undefined;
  let page: string | undefined;
  do {
    const { UserPoolClients = [], NextToken } = await cognito.send(
      new ListUserPoolClientsCommand({
        ...pool,
        MaxResults: CLIENTS_PER_PAGE,
        ...(page ? { NextToken: page } : {}),
      }),
    );
    clientId = UserPoolClients.find(({ ClientName }) => ClientName === name)?.ClientId;
    page = NextToken;
  } while (clientId === undefined && page !== undefined);
  if (!clientId) throw new Error(`the user pool has no client ${name}`);
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ ...pool, ClientId: clientId }),
  );
  const clientSecret = UserPoolClient?.ClientSecret;
  if (!clientSecret) throw new Error(`the client ${name} of the user pool has no secret`);
  return { clientId, clientSecret };
}

/**
 * Requests a token by client credentials.
 * @param tokenEndpoint URL of the user pool's token endpoint
 * @throws Error with the endpoint's answer when it refuses
 */
export async function requestToken(
  tokenEndpoint: string,
  { clientId, clientSecret }: BackendClient,
): Promise<IssuedToken> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const response = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!response.ok) throw new Error(`the backend client did not get a token: ${await response.text()}`);
  const { access_token, expires_in } = (await response.json()) as {
    access_token: string;
    expires_in: number;
  };
  return { token: access_token, seconds: expires_in };
}
