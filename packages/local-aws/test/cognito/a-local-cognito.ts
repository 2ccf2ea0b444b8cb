import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { type Cognito, createCognito } from '../../src/cognito/cognito.ts';
import type { InvokeFunction } from '../../src/cognito/triggers.ts';
import { createDispatcher } from '../../src/dispatcher.ts';
import type { CloudRequest, CloudResponse, TemplateResource } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT_ID = '000000000000';
export const POOL_ID = `${REGION}_Ab3dEf6hI`;
export const APP_ID = '1h57kf5cpq17m0eml12example';
export const BACKEND_ID = '2h57kf5cpq17m0eml12example';
export const PASSWORD = 'Correct-Horse-9';
export const GROUP = 'operators';
const ENDPOINT = 'http://localhost:4566';

type Properties = Readonly<Record<string, unknown>>;

const aResource = (
  logicalId: string,
  type: string,
  ref: string,
  properties: Properties,
): TemplateResource => ({
  stack: 'Data',
  logicalId,
  type,
  properties,
  ref,
  arn: undefined,
  deletionPolicy: undefined,
});

export const aPool = (more: Properties = {}): TemplateResource =>
  aResource('UserPool', 'AWS::Cognito::UserPool', POOL_ID, { UserPoolName: 'people', ...more });

export const anApp = (more: Properties = {}): TemplateResource =>
  aResource('App', 'AWS::Cognito::UserPoolClient', APP_ID, {
    UserPoolId: POOL_ID,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ...more,
  });

export const aGroup = (GroupName: string): TemplateResource =>
  aResource(`Group${GroupName}`, 'AWS::Cognito::UserPoolGroup', GroupName, {
    UserPoolId: POOL_ID,
    GroupName,
  });

export const aResourceServer = (Identifier: string, ...scopes: string[]): TemplateResource =>
  aResource(`Server${Identifier}`, 'AWS::Cognito::UserPoolResourceServer', Identifier, {
    UserPoolId: POOL_ID,
    Identifier,
    Name: Identifier,
    Scopes: scopes.map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
  });

export const aBackend = (...AllowedOAuthScopes: string[]): TemplateResource =>
  aResource('Backend', 'AWS::Cognito::UserPoolClient', BACKEND_ID, {
    UserPoolId: POOL_ID,
    GenerateSecret: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes,
    AccessTokenValidity: 15,
    TokenValidityUnits: { AccessToken: 'minutes' },
  });

export interface LocalCognito {
  readonly cognito: Cognito;
  /** Lines that were printed in place of messages. */
  readonly notices: readonly string[];
  /** Calls an operation of the API; rejects with the `AwsError` it answers. */
  call(operation: string, input: Properties): Promise<Record<string, unknown>>;
  /** Sends a plain HTTP request. */
  send(method: string, path: string, more?: { headers?: object; body?: string }): Promise<CloudResponse>;
  /** Makes a confirmed user with {@link PASSWORD}. */
  aUser(username: string, attributes?: Readonly<Record<string, string>>): Promise<string>;
  /** Signs in with a password; gives the whole answer. */
  signIn(username: string, password?: string): Promise<Record<string, unknown>>;
  /** Moves the clock. */
  pass(milliseconds: number): void;
  /** Closes and opens again with the same data, as after the end of the process. */
  restart(...resources: readonly TemplateResource[]): Promise<LocalCognito>;
  close(): Promise<void>;
}

export interface LocalCognitoOptions {
  /** What stands for Lambda; without it a trigger changes nothing. */
  readonly invoke?: InvokeFunction;
  /** `own` makes a key, which takes a second; else the tests of a file share one. */
  readonly signingKey?: 'own' | 'shared';
  /** Whether the pool may call a function; by default any. */
  readonly mayInvoke?: (functionArn: string, poolArn: string) => boolean;
}

const sharedKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

/** Cognito with what `resources` declare, on a clock that stands still. */
export async function aLocalCognito(
  resources: readonly TemplateResource[],
  { invoke, signingKey = 'shared', mayInvoke }: LocalCognitoOptions = {},
): Promise<LocalCognito> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cognito-'));
  if (signingKey === 'shared') {
    await mkdir(join(dataDir, 'cognito'));
    await writeFile(join(dataDir, 'cognito', 'signing-key.pem'), sharedKey);
  }
  return openLocalCognito(dataDir, resources, invoke, new ManualClock(), mayInvoke);
}

/** Cognito on a directory that is already there. */
export async function openLocalCognito(
  dataDir: string,
  resources: readonly TemplateResource[],
  invokeFunction: InvokeFunction = async (_arn, event) => event,
  clock: ManualClock = new ManualClock(),
  mayInvoke: (functionArn: string, poolArn: string) => boolean = () => true,
): Promise<LocalCognito> {
  const notices: string[] = [];
  const cognito = await createCognito({
    dataDir,
    clock,
    machineClock: clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    invokeFunction: (functionArn, event) => invokeFunction(functionArn, event, POOL_ID),
    mayInvoke,
    notify: (line) => notices.push(line),
  });
  try {
    await cognito.provision(resources);
  } catch (error) {
    await cognito.close();
    throw error;
  }
  const dispatcher = createDispatcher({
    emulators: [cognito],
    authorizer: { principalOf: () => OWNER, authorize: () => {} },
    isStage: () => false,
    log: () => {},
  });
  const call: LocalCognito['call'] = async (operation, input) =>
    (await dispatcher.call('cognito-idp', operation, input, OWNER)) as Record<string, unknown>;
  return {
    cognito,
    notices,
    call,
    send: (method, path, { headers = {}, body = '' } = {}) =>
      dispatcher.handle({
        method,
        url: new URL(path, ENDPOINT),
        headers: { ...headers },
        body: Buffer.from(body),
      }),
    aUser: async (Username, attributes = {}) => {
      const user = { UserPoolId: POOL_ID, Username };
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      await call('AdminCreateUser', { ...user, UserAttributes, MessageAction: 'SUPPRESS' });
      await call('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
      return Username;
    },
    signIn: (USERNAME, password = PASSWORD) =>
      call('InitiateAuth', {
        ClientId: APP_ID,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: password },
      }),
    pass: (milliseconds) => clock.advance(milliseconds),
    restart: async (...after) => {
      await cognito.close();
      return openLocalCognito(dataDir, after, invokeFunction, clock, mayInvoke);
    },
    close: async () => {
      await cognito.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
}

export const tokensOf = (answer: Record<string, unknown>): Tokens => answer.AuthenticationResult as Tokens;

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

export const jsonOf = ({ body }: CloudResponse): Record<string, unknown> => JSON.parse(body.toString());

/** A signed request as the dispatcher hands it on. */
export const aRequest = (operation: string, input: object): CloudRequest => ({
  method: 'POST',
  url: new URL(ENDPOINT),
  headers: {},
  body: Buffer.from(JSON.stringify(input)),
  operation,
  principal: OWNER,
  requestId: 'test',
});
