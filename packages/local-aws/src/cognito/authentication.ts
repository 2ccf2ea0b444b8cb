import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { assertSecretHash, type CognitoContext } from './context.ts';
import { beginCustomSignIn } from './custom-authentication.ts';
import { type Client, clientOf, findUser, type Pool, poolOf, refreshTokenKey } from './directory.ts';
import { type Operation, operation, textMap } from './operation.ts';
import { hasPassword } from './passwords.ts';
import { checkPassword, type SignIn, type SignInAnswer, userNotFound, userSigningIn } from './sign-in.ts';
import { beginExchange, enrollPassword } from './srp.ts';

/** How a flow of InitiateAuth begins. */
interface FlowStart {
  readonly context: CognitoContext;
  readonly pool: Pool;
  readonly client: Client;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Metadata that the app sends with InitiateAuth goes to none of the triggers that run here (API
 * reference, InitiateAuth, "ClientMetadata"); only that of RespondToAuthChallenge does.
 */
const NO_METADATA = {};

interface Flow {
  /** Entry of the client's `ExplicitAuthFlows` that allows it. */
  readonly allowedBy: string;
  readonly begin: (start: FlowStart) => Promise<SignInAnswer>;
}

const FLOWS: Readonly<Record<string, Flow>> = {
  USER_PASSWORD_AUTH: { allowedBy: 'ALLOW_USER_PASSWORD_AUTH', begin: withPlainPassword },
  USER_SRP_AUTH: { allowedBy: 'ALLOW_USER_SRP_AUTH', begin: withSecureRemotePassword },
  CUSTOM_AUTH: { allowedBy: 'ALLOW_CUSTOM_AUTH', begin: withCustomChallenges },
  REFRESH_TOKEN_AUTH: { allowedBy: 'ALLOW_REFRESH_TOKEN_AUTH', begin: withRefreshToken },
  REFRESH_TOKEN: { allowedBy: 'ALLOW_REFRESH_TOKEN_AUTH', begin: withRefreshToken },
};

const initiateInput = z.object({
  ClientId: z.string(),
  AuthFlow: z.string(),
  AuthParameters: textMap,
  ClientMetadata: textMap,
});

/** InitiateAuth: the first message of every sign-in. */
export function initiateAuthOperation(context: CognitoContext): Operation {
  return operation(initiateInput, (input) => {
    const client = clientOf(context.directory, input.ClientId);
    const flow = FLOWS[input.AuthFlow];
    if (!flow) throw new AwsError('InvalidParameterException', `Unknown auth flow ${input.AuthFlow}.`);
    if (!client.definition.ExplicitAuthFlows.includes(flow.allowedBy)) {
      throw new AwsError('InvalidParameterException', `${input.AuthFlow} flow not enabled for this client`);
    }
    return flow.begin({
      context,
      client,
      pool: poolOf(context.directory, client.poolId),
      parameters: input.AuthParameters,
    });
  });
}

function required(parameters: Readonly<Record<string, string>>, name: string): string {
  const value = parameters[name];
  if (value) return value;
  throw new AwsError('InvalidParameterException', `Missing required parameter ${name}`);
}

async function withPlainPassword(start: FlowStart): Promise<SignInAnswer> {
  const { context, pool, client, parameters } = start;
  const username = required(parameters, 'USERNAME');
  const password = required(parameters, 'PASSWORD');
  assertSecretHash(client, username, parameters.SECRET_HASH);
  const user = userSigningIn(context, pool, client, username);
  const signIn = { pool, client, user, reason: 'Authentication', clientMetadata: NO_METADATA } as const;
  return checkPassword(context, signIn, () => hasPassword(user, password));
}

async function withSecureRemotePassword(start: FlowStart): Promise<SignInAnswer> {
  const { context, pool, client, parameters } = start;
  const name = required(parameters, 'USERNAME');
  assertSecretHash(client, name, parameters.SECRET_HASH);
  const hidesUsers = client.definition.PreventUserExistenceErrors === 'ENABLED';
  const user = hidesUsers
    ? findUser(context.directory, pool, name)
    : userSigningIn(context, pool, client, name);
  return askForPassword(context, {
    pool,
    client,
    user: user ?? userNotFound(pool.id, name),
    reason: 'Authentication',
    clientMetadata: NO_METADATA,
  })(required(parameters, 'SRP_A'));
}

/** Opens the SRP exchange of a sign-in with the app's public key. */
const askForPassword =
  (context: CognitoContext, signIn: SignIn) =>
  (publicKey: string): SignInAnswer => {
    const { pool, client, user, reason, rounds } = signIn;
    const { username } = user;
    const { salt, verifier } = user.password ?? simulatedPassword(pool, username);
    const exchange = beginExchange(publicKey, verifier);
    context.sessions.open(
      {
        poolId: pool.id,
        clientId: client.id,
        username,
        reason,
        challenge: { name: 'PASSWORD_VERIFIER', exchange },
        ...(rounds ? { rounds } : {}),
        ...(signIn.userNotFound ? { userNotFound: true as const } : {}),
      },
      client.definition.AuthSessionValidity,
      exchange.secretBlock,
    );
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: salt,
        SRP_B: exchange.publicKey.toString(16),
        SECRET_BLOCK: exchange.secretBlock,
        USERNAME: username,
        USER_ID_FOR_SRP: username,
      },
    };
  };

/**
 * Verifier for a user who does not exist: always the same salt per name, or asking twice would reveal it.
 */
function simulatedPassword(pool: Pool, name: string): { salt: string; verifier: string } {
  const salt = createHmac('sha256', `${pool.arn}${pool.createdAt}`).update(name).digest('hex').slice(0, 32);
  const nobody = enrollPassword({ poolId: pool.id, username: name }, randomUUID());
  return { salt, verifier: nobody.verifier };
}

/**
 * With `CHALLENGE_NAME: SRP_A` a custom sign-in begins with the password, else with the first custom
 * challenge. Where the client hides which users exist, the triggers run for a name that no user has as
 * well.
 */
async function withCustomChallenges({ context, pool, client, parameters }: FlowStart): Promise<SignInAnswer> {
  const name = required(parameters, 'USERNAME');
  assertSecretHash(client, name, parameters.SECRET_HASH);
  const hidesUsers = client.definition.PreventUserExistenceErrors === 'ENABLED';
  const found = hidesUsers
    ? findUser(context.directory, pool, name)
    : userSigningIn(context, pool, client, name);
  const signIn: SignIn = {
    pool,
    client,
    user: found ?? userNotFound(pool.id, name),
    reason: 'Authentication',
    clientMetadata: NO_METADATA,
    ...(found ? {} : { userNotFound: true }),
  };
  const first = parameters.CHALLENGE_NAME ?? 'CUSTOM_CHALLENGE';
  if (first === 'CUSTOM_CHALLENGE') return beginCustomSignIn(context, signIn, undefined);
  if (first !== 'SRP_A')
    throw new AwsError('InvalidParameterException', `CHALLENGE_NAME ${first} does not begin a sign-in.`);
  const publicKey = required(parameters, 'SRP_A');
  return beginCustomSignIn(context, signIn, (begun) => askForPassword(context, begun)(publicKey));
}

async function withRefreshToken(start: FlowStart): Promise<SignInAnswer> {
  const { context, client, parameters } = start;
  const token = required(parameters, 'REFRESH_TOKEN');
  const owner = context.directory.refreshTokens.get(refreshTokenKey(token))?.username ?? '';
  assertSecretHash(client, owner, parameters.SECRET_HASH);
  if (client.definition.RefreshTokenRotation.Feature === 'ENABLED') {
    throw new AwsError(
      'InvalidParameterException',
      'Refresh token rotation is enabled for this client: use GetTokensFromRefreshToken.',
    );
  }
  const AuthenticationResult = await context.tokens.refresh(client, token, NO_METADATA);
  return { ChallengeParameters: {}, AuthenticationResult };
}

const getTokensInput = z.object({
  ClientId: z.string(),
  ClientSecret: z.string().optional(),
  RefreshToken: z.string(),
  ClientMetadata: textMap,
});

/** GetTokensFromRefreshToken: the refresh that also works where refresh tokens rotate. */
export function getTokensFromRefreshTokenOperation(context: CognitoContext): Operation {
  return operation(getTokensInput, async (input) => {
    const client = clientOf(context.directory, input.ClientId);
    if (client.secret !== input.ClientSecret) {
      throw new AwsError('NotAuthorizedException', 'Invalid client secret');
    }
    const result = await context.tokens.refresh(client, input.RefreshToken, input.ClientMetadata);
    return { AuthenticationResult: result };
  });
}
