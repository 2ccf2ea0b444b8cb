import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { FunctionError } from '../../src/lambda/function-error.ts';
import { aMethod, anApi, anApiResource, bodyOf } from './an-api.ts';

const AUTHORIZER_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:judge';
const GUARDED = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

const aPermission = (properties: object = {}): object => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: AUTHORIZER_ARN,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: {
      'Fn::Join': [
        '',
        [
          'arn:aws:execute-api:us-east-1:000000000000:',
          { Ref: 'Api' },
          '/authorizers/',
          { Ref: 'Authorizer' },
        ],
      ],
    },
    ...properties,
  },
});

const guarded = (authorizer: object = {}, permission: object = aPermission()): Record<string, object> => ({
  List: aMethod('GET', 'Items', GUARDED),
  Get: aMethod('GET', 'Item', GUARDED),
  Post: aMethod('POST', 'Item', GUARDED),
  Authorizer: anApiResource('Authorizer', {
    Type: 'REQUEST',
    AuthorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${AUTHORIZER_ARN}/invocations`,
    IdentitySource: 'method.request.header.Authorization',
    ...authorizer,
  }),
  Permission: permission,
});

const policyFor = (Resource: string | string[], Effect = 'Allow') => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
});

type Event = Record<string, unknown> & { readonly methodArn?: string };

/** An API whose authorizer answers as told; the function behind the methods always answers. */
async function aGuardedApi(
  judge: (event: Event) => unknown,
  { resources = guarded(), clock }: { resources?: Record<string, object>; clock?: Clock } = {},
) {
  const respond = async (event: Event) =>
    event.type === 'REQUEST' ? judge(event) : { statusCode: 200, body: '{}' };
  const api = await anApi(resources, { respond, ...(clock ? { clock } : {}) });
  const calls = () => api.events.filter(({ type }) => type === 'REQUEST') as Event[];
  const served = () => api.events.filter(({ type }) => type !== 'REQUEST');
  const get = (path: string, token = 'good', method = 'GET') =>
    api.send(method, path, token === '' ? {} : { headers: { Authorization: token } });
  return { ...api, calls, served, get };
}

const stageOf = ({ methodArn = '' }: Event) => methodArn.split('/').slice(0, 2).join('/');
const allowAll = (event: Event) => ({
  principalId: 'someone',
  policyDocument: policyFor(`${stageOf(event)}/*`),
  context: { tenant: 'acme', attempts: 3, known: true },
});

describe('a REQUEST authorizer', () => {
  it('is given the request without its body, and the ARN of the method with the path that was sent', async () => {
    const { get, calls } = await aGuardedApi(allowAll);
    await get('/v1/items/7?a=b');
    const [event] = calls();
    expect(event?.methodArn).toMatch(/^arn:aws:execute-api:us-east-1:0{12}:[a-z0-9]+\/v1\/GET\/items\/7$/);
    expect(event).toMatchObject({
      resource: '/items/{id}',
      path: '/items/7',
      httpMethod: 'GET',
      headers: { Authorization: 'good' },
      queryStringParameters: { a: 'b' },
      pathParameters: { id: '7' },
      requestContext: { stage: 'v1', resourcePath: '/items/{id}' },
    });
    expect(event).not.toHaveProperty('body');
    expect(event?.requestContext).not.toHaveProperty('authorizer');
  });

  it('hands its principal and context on to the integration, each value as text', async () => {
    const { get, served } = await aGuardedApi(allowAll);
    expect((await get('/v1/items')).status).toBe(200);
    expect(served()[0]?.requestContext).toMatchObject({
      authorizer: {
        principalId: 'someone',
        tenant: 'acme',
        attempts: '3',
        known: 'true',
        integrationLatency: expect.any(Number),
      },
    });
  });

  it('is not called without its identity source', async () => {
    const { get, calls } = await aGuardedApi(allowAll);
    const response = await get('/v1/items', '');
    expect(response.status).toBe(401);
    expect(bodyOf(response)).toEqual({ message: 'Unauthorized' });
    expect(calls()).toEqual([]);
  });

  it('answers 401 if it fails with the word Unauthorized, and is asked again', async () => {
    const { get, calls, served } = await aGuardedApi(() => {
      throw new FunctionError({ errorType: 'Error', errorMessage: 'Unauthorized' });
    });
    expect((await get('/v1/items')).status).toBe(401);
    expect((await get('/v1/items')).status).toBe(401);
    expect(calls()).toHaveLength(2);
    expect(served()).toEqual([]);
  });

  it.each([
    ['fails otherwise', () => Promise.reject(new FunctionError({ errorType: 'Error', errorMessage: 'no' }))],
    ['returns nothing', () => null],
    ['names no principal', (event: Event) => ({ ...allowAll(event), principalId: undefined })],
    ['returns no policy', () => ({ principalId: 'x' })],
    [
      'returns an effect that is none',
      (event: Event) => ({ principalId: 'x', policyDocument: policyFor(stageOf(event), 'Maybe') }),
    ],
    [
      'returns a statement without resource',
      () => ({
        principalId: 'x',
        policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke' }] },
      }),
    ],
    ['has an object in its context', (event: Event) => ({ ...allowAll(event), context: { a: {} } })],
    [
      'names a resource that is too long',
      () => ({ principalId: 'x', policyDocument: policyFor(`arn:aws:execute-api:${'x'.repeat(500)}`) }),
    ],
  ])('is an error of the configuration if it %s', async (_what, judge) => {
    const { get, served } = await aGuardedApi(judge);
    const response = await get('/v1/items');
    expect(response.status).toBe(500);
    expect(bodyOf(response)).toEqual({ message: null });
    expect(response.headers['x-amzn-errortype']).toBe('AuthorizerConfigurationException');
    expect(served()).toEqual([]);
  });

  it.each([
    ['without a permission', aPermission({ Principal: 'events.amazonaws.com' })],
    ['with one for another function', aPermission({ FunctionName: `${AUTHORIZER_ARN}-2` })],
    [
      'with one for another authorizer',
      aPermission({ SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/authorizers/other' }),
    ],
  ])('is an error of the configuration %s', async (_what, permission) => {
    const { get, calls } = await aGuardedApi(allowAll, { resources: guarded({}, permission) });
    expect((await get('/v1/items')).status).toBe(500);
    expect(calls()).toEqual([]);
  });

  it.each([
    ['the one method', '/GET/items', 200, 403],
    ['a method with any path', '/GET/*', 200, 200],
    ['another method', '/POST/*', 403, 403],
    ['paths below', '/*/items/*', 403, 200],
  ])('is held to its policy: %s', async (_what, allowed, list, item) => {
    const { get } = await aGuardedApi((event) => ({
      principalId: 'x',
      policyDocument: policyFor(`${stageOf(event)}${allowed}`),
    }));
    expect((await get('/v1/items')).status).toBe(list);
    const response = await get('/v1/items/7');
    expect(response.status).toBe(item);
    if (item === 403)
      expect(bodyOf(response)).toEqual({ message: 'User is not authorized to access this resource' });
  });

  it('is obeyed where it denies what it also allows', async () => {
    const { get } = await aGuardedApi((event) => ({
      principalId: 'x',
      policyDocument: {
        Statement: [
          ...policyFor(`${stageOf(event)}/*`).Statement,
          ...policyFor(`${stageOf(event)}/GET/items/7`, 'Deny').Statement,
        ],
      },
    }));
    expect((await get('/v1/items/8')).status).toBe(200);
    expect(bodyOf(await get('/v1/items/7'))).toEqual({
      message: 'User is not authorized to access this resource with an explicit deny',
    });
  });
});

describe('the answer of a REQUEST authorizer', () => {
  const aClock = () => {
    let time = 1_000_000;
    return {
      now: () => time,
      sleep: () => new Promise<void>(() => {}),
      pass: (seconds: number) => {
        time += seconds * 1000;
      },
    };
  };

  it('serves every route for five minutes, by the policy that was returned first', async () => {
    const clock = aClock();
    const { get, calls } = await aGuardedApi(
      ({ methodArn = '' }) => ({ principalId: 'x', policyDocument: policyFor(methodArn) }),
      { clock },
    );
    expect((await get('/v1/items')).status).toBe(200);
    // a policy for one method is the trap: the cached answer denies the next route
    expect((await get('/v1/items/7')).status).toBe(403);
    clock.pass(299);
    expect((await get('/v1/items')).status).toBe(200);
    expect(calls()).toHaveLength(1);
    clock.pass(1);
    expect((await get('/v1/items/7')).status).toBe(200);
    expect(calls()).toHaveLength(2);
  });

  it('is kept under its identity alone', async () => {
    const { get, calls } = await aGuardedApi(allowAll);
    await get('/v1/items', 'one');
    await get('/v1/items/7', 'one', 'POST');
    await get('/v1/items', 'two');
    expect(calls().map(({ headers }) => headers)).toEqual([
      expect.objectContaining({ Authorization: 'one' }),
      expect.objectContaining({ Authorization: 'two' }),
    ]);
  });

  it('is not kept with a TTL of 0', async () => {
    const { get, calls } = await aGuardedApi(allowAll, {
      resources: guarded({ AuthorizerResultTtlInSeconds: 0 }),
    });
    await get('/v1/items');
    await get('/v1/items');
    expect(calls()).toHaveLength(2);
  });
});

it.each([
  ['keeps answers and has no identity', { IdentitySource: '' }, 'has no IdentitySource'],
  ['keeps them for longer than an hour', { AuthorizerResultTtlInSeconds: 3601 }, 'takes 0 to 3600'],
  ['calls its function as a role', { AuthorizerCredentials: 'arn:aws:iam::1:role/x' }, 'not emulated'],
  ['has another source', { IdentitySource: 'context.stage' }, 'not emulated'],
  ['names no function', { AuthorizerUri: 'x' }, 'names no function'],
])('an authorizer that %s is refused at startup', async (_what, properties, message) => {
  await expect(anApi(guarded(properties))).rejects.toThrow(message);
});

it('a method behind a kind of authorizer that is not emulated is open to nobody', async () => {
  for (const properties of [{ AuthorizationType: 'AWS_IAM' }, GUARDED]) {
    const { send } = await anApi({
      ...guarded({ Type: 'TOKEN' }),
      List: aMethod('GET', 'Items', properties),
    });
    expect((await send('GET', '/v1/items', { headers: { Authorization: 'x' } })).status).toBe(501);
  }
});
