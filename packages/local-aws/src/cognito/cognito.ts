import { join } from 'node:path';
import { AwsError, jsonErrorResponse } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, CloudRequest, CloudResponse, Emulator } from '../emulator.ts';
import { adminOperations } from './admin-operations.ts';
import { createChallengeSessions } from './challenge-sessions.ts';
import type { CognitoContext } from './context.ts';
import { directoryOf, poolArn, poolOf } from './directory.ts';
import { handleOAuth, TOKEN_PATH } from './oauth.ts';
import type { Operation } from './operation.ts';
import { poolOperations } from './pool-operations.ts';
import { COGNITO_RESOURCE_TYPES, provisionPools } from './provision.ts';
import { openRecordStore } from './record-store.ts';
import { selfServiceOperations } from './self-service-operations.ts';
import { type Jwk, openSigningKey, type TokenClaims } from './signing-key.ts';
import { createTokens } from './tokens.ts';
import { triggerInvocations } from './trigger-invocations.ts';

export interface CognitoOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  /** By which triggers are late; the machine's if absent. */
  readonly machineClock?: Clock;
  readonly region: string;
  readonly accountId: string;
  /** Runs a Lambda trigger; rejects when the function failed. */
  readonly invokeFunction: (functionArn: string, payload: unknown) => Promise<unknown>;
  /** Whether the policy of a function lets a pool call it. */
  readonly mayInvoke: (functionArn: string, poolArn: string) => boolean;
  /** Prints what AWS would send by email: codes and temporary passwords. */
  readonly notify: (line: string) => void;
}

/** User pools on the laptop: the JSON API and the OAuth 2 token endpoint. */
export interface Cognito extends Emulator {
  /** The keys that verify the tokens of a pool. */
  jwks(poolId: string): { readonly keys: readonly Jwk[] };
  /** Claims of an access or id token of any pool here; throws `InvalidTokenError` with the reason. */
  verifyToken(token: string): TokenClaims;
}

/**
 * A page of any origin may call Cognito, as it may in AWS: what protects a call is in it, not in a cookie.
 */
const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-allow-headers': '*, authorization',
  'access-control-expose-headers': 'x-amzn-errortype, x-amzn-requestid',
  'access-control-max-age': '600',
} as const;

/** Opens (or creates) the pools kept in `dataDir`. */
export async function createCognito(options: CognitoOptions): Promise<Cognito> {
  const { clock, region, accountId, notify } = options;
  const invokeFunction = triggerInvocations(options);
  const directoryPath = join(options.dataDir, 'cognito');
  const store = await openRecordStore(directoryPath);
  const key = await openSigningKey(directoryPath);
  const directory = directoryOf(store);
  const tokens = createTokens({ directory, key, clock, region, invokeFunction });
  const sessions = createChallengeSessions(clock);
  const context: CognitoContext = {
    directory,
    tokens,
    sessions,
    clock,
    region,
    accountId,
    invokeFunction,
    notify,
  };
  const guarded: Readonly<Record<string, Operation>> = {
    ...poolOperations(context),
    ...adminOperations(context),
  };
  const open = selfServiceOperations(context);
  await dropExpiredTokens(context);

  const answer = async (request: CloudRequest): Promise<CloudResponse> => {
    if (request.method === 'OPTIONS') return { status: 204, headers: {}, body: '' };
    if (request.url.pathname === TOKEN_PATH) return handleOAuth(request, { directory, tokens });
    const name = request.operation ?? '';
    const operation = guarded[name] ?? open[name];
    if (!operation) {
      throw new AwsError('UnknownOperationException', `cognito-idp ${name} is not emulated.`);
    }
    const result = await operation.run(parseBody(request.body));
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(result),
    };
  };

  return {
    service: 'cognito-idp',
    operations: [...Object.keys(guarded), ...Object.keys(open), TOKEN_PATH],
    resourceTypes: COGNITO_RESOURCE_TYPES,
    provision: (resources) => provisionPools(context, resources),

    handle: async (request) => {
      let response: CloudResponse;
      try {
        response = await answer(request);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        response = jsonErrorResponse(error, '1.1');
      }
      return { ...response, headers: { ...response.headers, ...CORS_HEADERS } };
    },

    accessChecks: ({ operation: name, body }): readonly AccessCheck[] => {
      if (name === undefined || !(name in guarded)) return [];
      const { UserPoolId } = parseBody(body);
      const resource = typeof UserPoolId === 'string' ? poolArn({ region, accountId }, UserPoolId) : '*';
      return [{ action: `cognito-idp:${name}`, resource }];
    },

    jwks: (poolId) => {
      poolOf(directory, poolId);
      return { keys: [key.jwk] };
    },

    verifyToken: (token) => tokens.verify(token),
    close: () => store.close(),
  };
}

function parseBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON.');
  }
}

async function dropExpiredTokens({ directory, clock }: CognitoContext): Promise<void> {
  const now = clock.now();
  const expired = [...directory.refreshTokens.entries()].filter(([, { expiresAt }]) => expiresAt <= now);
  await Promise.all(expired.map(([key]) => directory.refreshTokens.delete(key)));
}
