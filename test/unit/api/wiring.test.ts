import { readdirSync } from 'node:fs';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FUNCTIONS, type FunctionName, handlerPath } from '../../../lambda/api/functions.ts';
import { ROUTES } from '../../../lambda/api/routes.ts';
import { policyVersionKey } from '../../../lambda/platform/dynamo-keys.ts';
import { aPolicyVersion } from '../../support/lambda/a-policy.ts';
import { aContext, anApiEvent, MANAGE_SCOPE } from '../../support/lambda/api-event.ts';
import { aRegistration, aSession, TENANT } from '../../support/lambda/builders.ts';
import {
  FUNCTION_ENVIRONMENT,
  SECOND_REGION_ENVIRONMENT,
} from '../../support/lambda/function-environment.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const ENVIRONMENT = { ...FUNCTION_ENVIRONMENT, ...SECOND_REGION_ENVIRONMENT };

const dynamo = mockedClient(DynamoDBDocumentClient);
beforeEach(() => {
  dynamo.reset();
  vi.resetModules();
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
});

const names = Object.keys(FUNCTIONS) as FunctionName[];
const load = async (name: FunctionName) => import(`../../../lambda/${handlerPath(name)}`);

describe('the functions', () => {
  it('have a handler each, and no handler is without a function', () => {
    const files = readdirSync(new URL('../../../lambda', import.meta.url), {
      recursive: true,
      encoding: 'utf8',
    }).filter((file) => /^[^/]+\/handlers\//.test(file));
    expect(files.sort()).toEqual(names.map(handlerPath).sort());
  });

  it.each(names)('%s starts with its own environment', async (name) => {
    for (const variable of Object.keys(ENVIRONMENT)) {
      if (variable !== 'AWS_REGION' && !(variable in FUNCTIONS[name].environment.shape))
        vi.stubEnv(variable, undefined);
    }
    const { handler } = await load(name);
    expect(handler).toBeTypeOf('function');
    // nodejs24.x refuses a handler whose third parameter is a callback
    expect(handler.length).toBeLessThan(3);
  });

  it('fail at cold start when a variable is missing, and name it', async () => {
    vi.stubEnv('SESSIONS_TABLE', undefined);
    await expect(load('sessions-api')).rejects.toThrow(/sessions-api[\s\S]*SESSIONS_TABLE/);
  });

  it('fail at cold start on a policy that cannot be meant', async () => {
    // a file beside the code that is no policy
    vi.stubEnv('POLICY_FILE', ENVIRONMENT.GENERATIONS_FILE);
    await expect(load('compare-faces')).rejects.toThrow('match_thresholds');
  });
});

describe('get-verification-session', () => {
  it('reads the session of the path from the sessions table', async () => {
    dynamo.on(GetCommand).resolves({ Item: aSession() });
    const { handler } = await load('sessions-api');
    const route = ROUTES['get-verification-session'];
    const response = await handler(anApiEvent({ route, path: { id: 'vs_1' } }), aContext());
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(response.body)).toMatchObject({ id: 'vs_1', user_id: 'user-1' });
    expect(dynamo.commandCalls(GetCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'sessions',
      Key: { pk: 'acme#vs_1', sk: 'session' },
    });
  });
});

describe('await-decision', () => {
  const processing = aSession({ status: 'processing' });
  const ask = async (query: Readonly<Record<string, string>>) => {
    const { handler } = await load('decision-api');
    const route = ROUTES['await-decision'];
    return handler(anApiEvent({ route, path: { id: 'vs_1' }, query }), aContext());
  };

  it('says when to ask again, where no place to wait is free', async () => {
    dynamo.on(GetCommand).resolves({ Item: processing });
    dynamo.on(PutCommand).rejects(new ConditionalCheckFailedException({ message: '', $metadata: {} }));
    const response = await ask({ wait: '5' });
    expect(response).toMatchObject({ statusCode: 200, headers: { 'retry-after': '1' } });
    expect(JSON.parse(response.body)).toMatchObject({ id: 'vs_1', status: 'processing' });
    expect(dynamo.commandCalls(PutCommand)).toHaveLength(2);
  });

  it('answers a decided session as it is', async () => {
    dynamo.on(GetCommand).resolves({ Item: aSession({ status: 'canceled' }) });
    const response = await ask({});
    expect(JSON.parse(response.body)).toMatchObject({ status: 'canceled' });
    expect(response.headers).not.toHaveProperty('retry-after');
  });

  it.each(['7', '-1', '1.5', 'long'])('refuses to wait %s seconds', async (wait) => {
    expect(await ask({ wait })).toMatchObject({ statusCode: 400 });
  });
});

describe('list-verification-sessions', () => {
  it('asks the index of the status that the query names', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });
    const { handler } = await load('sessions-api');
    const route = ROUTES['list-verification-sessions'];
    const event = anApiEvent({ route, query: { status: 'approved' }, scope: MANAGE_SCOPE });
    const response = await handler(event, aContext());
    expect(JSON.parse(response.body)).toEqual({ data: [], has_more: false, next_cursor: null });
    expect(dynamo.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({ IndexName: 'by-status' });
  });
});

describe('decide-registration', () => {
  it('declines for the state machine', async () => {
    dynamo.on(GetCommand).resolves({});
    dynamo.on(GetCommand, { TableName: 'sessions' }).resolves({ Item: aSession({ status: 'processing' }) });
    const Key = policyVersionKey(TENANT, 'registration', 1);
    dynamo.on(GetCommand, { Key }).resolves({ Item: aPolicyVersion() });
    dynamo.on(TransactWriteCommand).resolves({});
    const { handler } = await load('decide-registration');
    const event = { outcome: 'declined', registration: aRegistration(), reason_codes: ['face_mismatch'] };
    expect(await handler(event)).toEqual({ continue: true, reason_codes: [] });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });
});

describe('undo-interrupted-registration', () => {
  const anEvent = (body: unknown) => ({
    Records: [{ messageId: 'message-1', eventSource: 'aws:sqs', body: JSON.stringify(body) }],
  });
  const anInterruption = { detail: { status: 'TIMED_OUT', input: JSON.stringify(aRegistration()) } };

  it('works off a message', async () => {
    dynamo.on(GetCommand).resolves({});
    dynamo.on(GetCommand, { TableName: 'sessions' }).resolves({ Item: aSession({ status: 'processing' }) });
    dynamo.on(TransactWriteCommand).resolves({});
    const { handler } = await load('undo-interrupted-registration');
    expect(await handler(anEvent(anInterruption), aContext())).toEqual({ batchItemFailures: [] });
  });

  it('lets a message that failed come back', async () => {
    dynamo.on(GetCommand).rejects(new Error('no answer'));
    const { handler } = await load('undo-interrupted-registration');
    for (const body of [anInterruption, { detail: {} }]) {
      expect(await handler(anEvent(body), aContext())).toEqual({
        batchItemFailures: [{ itemIdentifier: 'message-1' }],
      });
    }
  });
});

describe('add-token-claims', () => {
  it("puts tenant and rights into the access token's scopes", async () => {
    const { handler } = await load('add-token-claims');
    const event = {
      request: {
        userAttributes: { 'custom:tenant': 'acme' },
        groupConfiguration: { groupsToOverride: ['operators'] },
      },
    } as unknown as PreTokenGenerationV2TriggerEvent;
    expect((await handler(event)).response.claimsAndScopeOverrideDetails.accessTokenGeneration).toEqual({
      scopesToAdd: ['face-idv/verifications.self', 'face-idv/verifications.operate', 'tenant/acme'],
    });
  });
});
