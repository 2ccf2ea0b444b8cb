import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { readableAttributes } from './attributes.ts';
import { tokenLifeSeconds } from './definitions.ts';
import {
  type Client,
  type Directory,
  groupsOfUser,
  inPool,
  type Pool,
  poolOf,
  type RefreshToken,
  randomId,
  refreshTokenKey,
  type User,
} from './directory.ts';
import { InvalidTokenError, type SigningKey, type TokenClaims } from './signing-key.ts';
import { customizeTokens } from './token-customization.ts';
import type { InvokeFunction } from './triggers.ts';

/** Result of a successful sign-in. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly TokenType: 'Bearer';
  readonly ExpiresIn: number;
}

export type TokenReason = 'Authentication' | 'NewPasswordChallenge' | 'RefreshTokens';

/** Whom tokens are for, and why they are made. */
export interface TokenRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly reason: TokenReason;
  /** The app's metadata for the sign-in; only the trigger sees it. */
  readonly clientMetadata: Readonly<Record<string, string>>;
}

export interface Tokens {
  /** Tokens of someone who has proved who they are. */
  issue(request: TokenRequest): Promise<AuthenticationResult>;
  /** New access and id tokens for a refresh token, and a new refresh token where the client rotates them. */
  refresh(
    client: Client,
    refreshToken: string,
    clientMetadata: Readonly<Record<string, string>>,
  ): Promise<AuthenticationResult>;
  /** An access token of a machine client: no user, only scopes. */
  issueToMachine(client: Client, scopes: readonly string[]): { token: string; expiresIn: number };
  /** Claims of a token of one of the pools. Throws {@link InvalidTokenError}. */
  verify(token: string): TokenClaims;
  /** Who a user's own operation is for. Throws `NotAuthorizedException`. */
  userOfAccessToken(token: string): { readonly pool: Pool; readonly client: Client; readonly user: User };
  /** Ends a refresh token and every access token that came from it. */
  revoke(client: Client, refreshToken: string): Promise<void>;
  /** Ends every token of a user. */
  revokeAll(user: User): Promise<void>;
}

export interface TokenDependencies {
  readonly directory: Directory;
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly region: string;
  readonly invokeFunction: InvokeFunction;
}

/** Scope with which an access token may call the user's own operations. */
const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin';
const REFRESH_TOKEN_LENGTH = 400;
const SECOND_MS = 1000;

export const issuerOf = (region: string, poolId: string): string =>
  `https://cognito-idp.${region}.amazonaws.com/${poolId}`;

export function createTokens({ directory, key, clock, region, invokeFunction }: TokenDependencies): Tokens {
  const nowSeconds = () => Math.floor(clock.now() / SECOND_MS);

  const sign = async (
    { pool, client, user, reason, clientMetadata }: TokenRequest,
    grant: RefreshToken,
  ): Promise<AuthenticationResult> => {
    const now = nowSeconds();
    const groups = groupsOfUser(directory, user);
    const customized = await customizeTokens(invokeFunction, {
      pool,
      client,
      user,
      source: `TokenGeneration_${reason}`,
      groups: groups.map(({ definition }) => definition.GroupName),
      roles: groups.flatMap(({ definition }) => definition.RoleArn ?? []),
      scopes: [SELF_SERVICE_SCOPE],
      clientMetadata,
    });
    const common = {
      sub: user.attributes.sub ?? user.username,
      ...(customized.groups.length > 0 ? { 'cognito:groups': customized.groups } : {}),
      iss: issuerOf(region, pool.id),
      origin_jti: grant.originId,
      event_id: randomUUID(),
      auth_time: Math.floor(grant.authenticatedAt / SECOND_MS),
      iat: now,
    };
    const accessLife = tokenLifeSeconds(client.definition, 'AccessToken');
    const AccessToken = key.sign(
      customized.accessTokenClaims({
        ...common,
        client_id: client.id,
        token_use: 'access',
        scope: customized.scopes.join(' '),
        exp: now + accessLife,
        jti: randomUUID(),
        username: user.username,
      }),
    );
    const IdToken = key.sign(
      customized.idTokenClaims({
        ...typedAttributes(readableAttributes(client, user)),
        ...common,
        aud: client.id,
        token_use: 'id',
        'cognito:username': user.username,
        ...(customized.roles.length > 0 ? { 'cognito:roles': customized.roles } : {}),
        exp: now + tokenLifeSeconds(client.definition, 'IdToken'),
        jti: randomUUID(),
      }),
    );
    return { AccessToken, IdToken, TokenType: 'Bearer', ExpiresIn: accessLife };
  };

  const keep = async (grant: RefreshToken): Promise<string> => {
    const token = randomId(REFRESH_TOKEN_LENGTH);
    await directory.refreshTokens.put(refreshTokenKey(token), grant);
    return token;
  };

  const verify = (token: string): TokenClaims => {
    const claims = key.read(token);
    const poolId = claims.iss.slice(claims.iss.lastIndexOf('/') + 1);
    if (claims.iss !== issuerOf(region, poolId) || !directory.pools.get(poolId)) {
      throw new InvalidTokenError('issuer');
    }
    if (claims.exp <= nowSeconds()) throw new InvalidTokenError('expired');
    return claims;
  };

  return {
    verify,

    issue: async (request) => {
      const { pool, client, user } = request;
      const now = clock.now();
      const grant: RefreshToken = {
        poolId: pool.id,
        clientId: client.id,
        username: user.username,
        originId: randomUUID(),
        authenticatedAt: now,
        expiresAt: now + tokenLifeSeconds(client.definition, 'RefreshToken') * SECOND_MS,
        revoked: false,
      };
      const result = await sign(request, grant);
      return { ...result, RefreshToken: await keep(grant) };
    },

    refresh: async (client, refreshToken, clientMetadata) => {
      const tokenKey = refreshTokenKey(refreshToken);
      const grant = directory.refreshTokens.get(tokenKey);
      if (!grant || grant.clientId !== client.id) {
        throw new AwsError('NotAuthorizedException', 'Invalid Refresh Token');
      }
      if (grant.revoked) throw revokedToken();
      if (grant.expiresAt <= clock.now()) {
        throw new AwsError('NotAuthorizedException', 'Refresh Token has expired');
      }
      const user = directory.users.get(inPool(grant.poolId, grant.username));
      if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
      const pool = poolOf(directory, grant.poolId);
      const request: TokenRequest = { pool, client, user, reason: 'RefreshTokens', clientMetadata };
      const result = await sign(request, grant);
      // the trigger takes its time, in which the person may have signed out
      if (directory.refreshTokens.get(tokenKey)?.revoked !== false) throw revokedToken();
      const { Feature, RetryGracePeriodSeconds } = client.definition.RefreshTokenRotation;
      if (Feature === 'DISABLED') return result;
      // the family's end stays where the first sign-in put
      // it; the old token is good for a lost answer's retry
      const RefreshToken = await keep(grant);
      const graceEnd = clock.now() + RetryGracePeriodSeconds * SECOND_MS;
      await directory.refreshTokens.put(tokenKey, {
        ...grant,
        expiresAt: Math.min(grant.expiresAt, graceEnd),
      });
      return { ...result, RefreshToken };
    },

    issueToMachine: (client, scopes) => {
      const now = nowSeconds();
      const expiresIn = tokenLifeSeconds(client.definition, 'AccessToken');
      const token = key.sign({
        sub: client.id,
        token_use: 'access',
        scope: scopes.join(' '),
        auth_time: now,
        iss: issuerOf(region, client.poolId),
        exp: now + expiresIn,
        iat: now,
        version: 2,
        jti: randomUUID(),
        client_id: client.id,
      });
      return { token, expiresIn };
    },

    userOfAccessToken: (token) => {
      const claims = accessClaims(() => verify(token));
      const poolId = claims.iss.slice(claims.iss.lastIndexOf('/') + 1);
      const user = directory.users.get(inPool(poolId, String(claims.username)));
      const client = directory.clients.get(String(claims.client_id));
      if (!user || !client) throw new AwsError('UserNotFoundException', 'User does not exist.');
      if (!String(claims.scope).split(' ').includes(SELF_SERVICE_SCOPE)) {
        throw new AwsError('NotAuthorizedException', 'Access Token does not have required scopes');
      }
      const isRevoked = [...directory.refreshTokens.values()].some(
        ({ originId, revoked }) => revoked && originId === claims.origin_jti,
      );
      if (isRevoked) throw new AwsError('NotAuthorizedException', 'Access Token has been revoked');
      return { pool: poolOf(directory, poolId), client, user };
    },

    revoke: async (client, refreshToken) => {
      const tokenKey = refreshTokenKey(refreshToken);
      const grant = directory.refreshTokens.get(tokenKey);
      if (!grant) return;
      if (grant.clientId !== client.id) {
        throw new AwsError('UnauthorizedException', 'The refresh token was not issued to this client.');
      }
      await revokeWhere(directory, ({ originId }) => originId === grant.originId);
    },

    revokeAll: (user) =>
      revokeWhere(directory, ({ poolId, username }) => poolId === user.poolId && username === user.username),
  };
}

const revokedToken = (): AwsError => new AwsError('NotAuthorizedException', 'Refresh Token has been revoked');

async function revokeWhere(directory: Directory, matches: (grant: RefreshToken) => boolean): Promise<void> {
  const ended = [...directory.refreshTokens.entries()].filter(([, grant]) => matches(grant));
  await Promise.all(
    ended.map(([key, grant]) => directory.refreshTokens.put(key, { ...grant, revoked: true })),
  );
}

function accessClaims(read: () => TokenClaims): TokenClaims {
  let claims: TokenClaims;
  try {
    claims = read();
  } catch (error) {
    if (!(error instanceof InvalidTokenError)) throw error;
    const message = error.reason === 'expired' ? 'Access Token has expired' : 'Invalid Access Token';
    throw new AwsError('NotAuthorizedException', message);
  }
  if (claims.token_use !== 'access') throw new AwsError('NotAuthorizedException', 'Invalid Access Token');
  return claims;
}

/** In an id token the two `_verified` attributes are booleans; everything else stays text. */
function typedAttributes(attributes: Readonly<Record<string, string>>): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      name.endsWith('_verified') ? value === 'true' : value,
    ]),
  );
}
