import { describe, expect, it } from 'vitest';
import type { CloudResponse } from '../../../../local/cloud/emulator.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aMethod, anApi, anApiResource } from './an-api.ts';

const POOL_ARN = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_pool';
const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool';

const body = ({ body: text }: CloudResponse): unknown => JSON.parse(text.toString());

describe('a request to a function', () => {
  it('becomes the event of a REST API, member for member', async () => {
    const { send, events } = await anApi(
      { Get: aMethod('GET', 'Item') },
      { clock: new ManualClock(Date.parse('2026-11-22T21:30:27.125Z')) },
    );

    await send('GET', '/v1/items/a%20b?limit=1&limit=2&empty=', {
      headers: { Host: 'localhost', 'User-Agent': 'test', 'X-Twice': 'one' },
    });

    const [event] = events;
    expect(event).toEqual({
      resource: '/items/{id}',
      path: '/items/a%20b',
      httpMethod: 'GET',
      headers: { Host: 'localhost', 'User-Agent': 'test', 'X-Twice': 'one' },
      multiValueHeaders: { Host: ['localhost'], 'User-Agent': ['test'], 'X-Twice': ['one'] },
      queryStringParameters: { limit: '2', empty: '' },
      multiValueQueryStringParameters: { limit: ['1', '2'], empty: [''] },
      pathParameters: { id: 'a b' },
      stageVariables: null,
      requestContext: expect.objectContaining({
        resourcePath: '/items/{id}',
        path: '/v1/items/a%20b',
        stage: 'v1',
        requestTime: '22/Nov/2026:21:30:27 +0000',
        requestTimeEpoch: 1795383027125,
        identity: expect.objectContaining({ sourceIp: '127.0.0.1', userAgent: 'test' }),
        accountId: '000000000000',
        protocol: 'HTTP/1.1',
      }),
      body: null,
      isBase64Encoded: false,
    });
    expect(event?.requestContext).not.toHaveProperty('authorizer');
  });

  it('carries text as it is and binary types as base64', async () => {
    const { send, events } = await anApi({ Post: aMethod('POST', 'Items') });
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]);

    await send('POST', '/v1/items', { headers: { 'Content-Type': 'application/json' }, body: '{"é":1}' });
    await send('POST', '/v1/items', { headers: { 'Content-Type': 'image/png' }, body: png });

    expect(events).toMatchObject([
      { body: '{"é":1}', isBase64Encoded: false },
      { body: png.toString('base64'), isBase64Encoded: true },
    ]);
  });

  it('is answered with status, headers and body of the function', async () => {
    const { send } = await anApi(
      { Get: aMethod('GET', 'Items') },
      {
        respond: async () => ({
          statusCode: 201,
          headers: { 'X-One': 'a', 'Content-Type': 'text/plain' },
          multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
          body: 'made',
        }),
      },
    );

    expect(await send('GET', '/v1/items')).toMatchObject({
      status: 201,
      headers: { 'x-one': 'a', 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] },
      body: 'made',
    });
  });

  it('is answered with bytes only to a client that asks for a binary type', async () => {
    const png = Buffer.from([1, 2, 255]);
    const { send } = await anApi(
      { Get: aMethod('GET', 'Items') },
      { respond: async () => ({ statusCode: 200, body: png.toString('base64'), isBase64Encoded: true }) },
    );

    expect((await send('GET', '/v1/items', { headers: { Accept: 'image/png' } })).body).toEqual(png);
    expect((await send('GET', '/v1/items')).body).toBe(png.toString('base64'));
  });

  it.each([
    ['nothing', null],
    ['a text', 'hello'],
    ['no status', { body: 'x' }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a member that is not known', { statusCode: 200, cookies: [] }],
  ])('is answered 502 when the function returns %s', async (_name, result) => {
    const { send } = await anApi({ Get: aMethod('GET', 'Items') }, { respond: async () => result });
    const response = await send('GET', '/v1/items');

    expect([response.status, body(response)]).toEqual([502, { message: 'Internal server error' }]);
  });

  it('is answered 502 without a detail when the function fails', async () => {
    const { send } = await anApi(
      { Get: aMethod('GET', 'Items') },
      { respond: () => Promise.reject(new Error('secret of the function')) },
    );
    const response = await send('GET', '/v1/items');

    expect(response.status).toBe(502);
    expect(response.body).toBe('{"message":"Internal server error"}');
  });

  it('is answered 504 when the function takes longer than 29 seconds', async () => {
    const clock = new ManualClock();
    const { send } = await anApi(
      { Get: aMethod('GET', 'Items') },
      { clock, respond: () => new Promise(() => {}) },
    );

    const response = send('GET', '/v1/items');
    await clock.asleep();
    expect(clock.remaining).toEqual([29_000]);
    clock.advance(29_000);

    expect((await response).status).toBe(504);
    expect(body(await response)).toEqual({ message: 'Endpoint request timed out' });
  });

  it('is refused above 10 MB', async () => {
    const { send, events } = await anApi({ Post: aMethod('POST', 'Items') });

    expect((await send('POST', '/v1/items', { body: Buffer.alloc(10 * 1024 * 1024 + 1) })).status).toBe(413);
    expect((await send('POST', '/v1/items', { body: Buffer.alloc(10 * 1024 * 1024) })).status).toBe(200);
    expect(events).toHaveLength(1);
  });

  it('to a path that no resource has is refused as AWS does', async () => {
    const { send } = await anApi({ Get: aMethod('GET', 'Items') });
    const response = await send('GET', '/v1/nothing');

    expect(response.status).toBe(403);
    expect(response.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
    expect(body(response)).toEqual({ message: 'Missing Authentication Token' });
  });
});

describe('a Cognito authorizer', () => {
  const protectedBy = (scopes: readonly string[] | undefined): Record<string, object> => ({
    Get: aMethod('GET', 'Items', {
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizerId: { Ref: 'Authorizer' },
      ...(scopes ? { AuthorizationScopes: scopes } : {}),
    }),
    Authorizer: anApiResource('Authorizer', {
      Type: 'COGNITO_USER_POOLS',
      ProviderARNs: [POOL_ARN],
      IdentitySource: 'method.request.header.Authorization',
    }),
  });
  const TOKENS: Readonly<Record<string, Record<string, unknown>>> = {
    id: { iss: ISSUER, token_use: 'id', sub: 'me', exp: 1795383027, 'cognito:groups': ['a', 'b'] },
    access: { iss: ISSUER, token_use: 'access', scope: 'api/read api/write' },
    'other-pool': { iss: `${ISSUER}x`, token_use: 'id' },
  };
  const claimsOf = (token: string): Record<string, unknown> => {
    const claims = TOKENS[token];
    if (token === 'old') throw new Error('token has expired');
    if (!claims) throw new Error('bad signature');
    return claims;
  };

  it.each([
    ['an ID token where no scope is needed', undefined, 'id', 200],
    ['an access token where no scope is needed', undefined, 'access', 401],
    ['an access token with one of the scopes', ['api/write', 'api/admin'], 'access', 200],
    ['an access token without the scope', ['api/admin'], 'access', 401],
    ['an ID token where a scope is needed', ['api/read'], 'id', 401],
    ['a token of another pool', undefined, 'other-pool', 401],
    ['a token that does not verify', undefined, 'forged', 401],
    ['no token', undefined, '', 401],
  ])('meets %s', async (_name, scopes, token, status) => {
    const { send, events } = await anApi(protectedBy(scopes), { claimsOf });
    const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};

    const response = await send('GET', '/v1/items', { headers });

    expect(response.status).toBe(status);
    expect(events).toHaveLength(status === 200 ? 1 : 0);
    if (status === 401) expect(body(response)).toEqual({ message: 'Unauthorized' });
  });

  it('takes the token with and without the word Bearer, and says when it has expired', async () => {
    const { send } = await anApi(protectedBy(undefined), { claimsOf });

    expect((await send('GET', '/v1/items', { headers: { authorization: 'id' } })).status).toBe(200);
    expect(body(await send('GET', '/v1/items', { headers: { authorization: 'old' } }))).toEqual({
      message: 'The incoming token has expired',
    });
  });

  it('hands the claims on as text, dates in words, lists with commas', async () => {
    const { send, events } = await anApi(protectedBy(undefined), { claimsOf });
    await send('GET', '/v1/items', { headers: { Authorization: 'id' } });

    expect(events[0]?.requestContext).toMatchObject({
      authorizer: {
        claims: { sub: 'me', exp: 'Sun Nov 22 21:30:27 UTC 2026', 'cognito:groups': 'a,b' },
      },
    });
  });
});

describe('a request validator', () => {
  const validated = {
    Post: aMethod('POST', 'Items', {
      RequestValidatorId: { Ref: 'Validator' },
      RequestParameters: {
        'method.request.header.Idempotency-Key': true,
        'method.request.querystring.trace': false,
      },
      RequestModels: { 'application/json': { Ref: 'ItemModel' } },
    }),
    Validator: anApiResource('RequestValidator', {
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    }),
    NameModel: anApiResource('Model', { Name: 'Name', Schema: { type: 'string', minLength: 2 } }),
    ItemModel: anApiResource('Model', {
      Name: 'NewItem',
      Schema: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          name: {
            $ref: {
              'Fn::Join': [
                '',
                ['https://apigateway.amazonaws.com/restapis/', { Ref: 'Api' }, '/models/Name'],
              ],
            },
          },
          count: { type: 'integer', minimum: 0, exclusiveMinimum: true },
        },
      },
    }),
  };
  const headers = { 'Idempotency-Key': 'k', 'Content-Type': 'application/json' };

  it.each([
    ['a body that fits', '{"name":"ab","count":1}', 200],
    ['a body that lacks a member', '{"count":1}', 400],
    ['a body with a member of the wrong type', '{"name":1}', 400],
    ['a body that a referenced model refuses', '{"name":"a"}', 400],
    ['a number at an exclusive minimum of draft 4', '{"name":"ab","count":0}', 400],
    ['a body that is no JSON', '{', 400],
    ['no body', '', 400],
  ])('meets %s', async (_name, text, status) => {
    const { send, events } = await anApi(validated);
    const response = await send('POST', '/v1/items', { headers, body: text });

    expect(response.status).toBe(status);
    expect(events).toHaveLength(status === 200 ? 1 : 0);
    if (status === 400) expect(body(response)).toEqual({ message: 'Invalid request body' });
  });

  it('names the required parameters that are missing, before it looks at the body', async () => {
    const { send } = await anApi(validated);
    const response = await send('POST', '/v1/items', { body: '{' });

    expect(response.status).toBe(400);
    expect(body(response)).toEqual({ message: 'Missing required request parameters: [Idempotency-Key]' });
  });

  it('lets a content type pass that has no model', async () => {
    const { send } = await anApi(validated);

    expect(
      (await send('POST', '/v1/items', { headers: { ...headers, 'Content-Type': 'text/plain' }, body: '{' }))
        .status,
    ).toBe(200);
  });
});

describe('gateway responses', () => {
  it('are those of the template: of the type, else of its class', async () => {
    const { send } = await anApi({
      Get: aMethod('GET', 'Items', { AuthorizationType: 'COGNITO_USER_POOLS' }),
      Unauthorized: anApiResource('GatewayResponse', {
        ResponseType: 'UNAUTHORIZED',
        StatusCode: '401',
        ResponseParameters: {
          'gatewayresponse.header.WWW-Authenticate': "'Bearer'",
          'gatewayresponse.header.X-Origin': 'method.request.header.Origin',
          'gatewayresponse.header.X-Request': 'context.requestId',
        },
        ResponseTemplates: {
          'application/problem+json': '{"detail":$context.error.messageString,"at":"$context.path"}',
        },
      }),
      Any4xx: anApiResource('GatewayResponse', {
        ResponseType: 'DEFAULT_4XX',
        ResponseTemplates: { 'application/json': '{"type":"$context.error.responseType"}' },
      }),
    });

    const unauthorized = await send('GET', '/v1/items', { headers: { Origin: 'https://app' } });
    expect(unauthorized.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'www-authenticate': 'Bearer',
      'x-origin': 'https://app',
      'x-request': unauthorized.headers['x-amzn-requestid'],
    });
    expect(body(unauthorized)).toEqual({ detail: 'Unauthorized', at: '/v1/items' });
    const missing = await send('GET', '/v1/nothing');
    expect([missing.status, body(missing)]).toEqual([403, { type: 'MISSING_AUTHENTICATION_TOKEN' }]);
  });
});

describe('a preflight', () => {
  const preflight = {
    Options: aMethod('OPTIONS', 'Items', {
      Integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
        IntegrationResponses: [
          {
            StatusCode: '204',
            ResponseParameters: {
              'method.response.header.Access-Control-Allow-Origin': "'https://one.example'",
              'method.response.header.Access-Control-Allow-Methods': "'GET,POST'",
            },
            ResponseTemplates: {
              'application/json':
                '#set($origin = $input.params().header.get("Origin"))\n#if($origin == "https://two.example")\n#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end',
            },
          },
        ],
      },
    }),
  };

  it.each([
    ['https://one.example', 'https://one.example'],
    ['https://two.example', 'https://two.example'],
    ['https://evil.example', 'https://one.example'],
  ])('from %s is answered from the template alone: %s', async (origin, allowed) => {
    const { send, events } = await anApi(preflight);
    const response = await send('OPTIONS', '/v1/items', { headers: { Origin: origin } });

    expect(response.status).toBe(204);
    expect(response.headers).toMatchObject({
      'Access-Control-Allow-Origin': allowed,
      'Access-Control-Allow-Methods': 'GET,POST',
    });
    expect(response.body).toBe('');
    expect(events).toEqual([]);
  });
});

describe('a stage', () => {
  it('answers 429 above its rate', async () => {
    const { send } = await anApi(
      {
        Get: aMethod('GET', 'Items'),
        Stage: anApiResource('Stage', {
          StageName: 'v1',
          MethodSettings: [
            { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 },
          ],
        }),
      },
      { clock: new ManualClock() },
    );
    const statuses = await Promise.all([1, 2, 3].map(async () => (await send('GET', '/v1/items')).status));

    expect(statuses).toEqual([200, 200, 429]);
  });

  it('writes an access log line in the format of the template, and counts', async () => {
    const { send, telemetry } = await anApi({
      Get: aMethod('GET', 'Item'),
      Group: { Type: 'AWS::Logs::LogGroup' },
      Stage: anApiResource('Stage', {
        StageName: 'v1',
        AccessLogSetting: {
          DestinationArn: { 'Fn::GetAtt': ['Group', 'Arn'] },
          Format:
            '$context.httpMethod $context.resourcePath $context.status $context.responseLength $context.authorizer.claims.sub',
        },
      }),
    });
    await send('GET', '/v1/items/1');
    await send('GET', '/v1/nothing');

    expect(telemetry.lines).toEqual(['GET /items/{id} 200 2 -', 'GET - 403 42 -']);
    const sum = (name: string): number =>
      telemetry.metrics
        .filter((metric) => metric.name === name && Object.keys(metric.dimensions).length === 1)
        .reduce((total, { value }) => total + value, 0);
    expect([sum('Count'), sum('4XXError'), sum('5XXError')]).toEqual([2, 1, 0]);
  });

  it('is known by its name, and two with one name are refused', async () => {
    const { gateway } = await anApi({ Get: aMethod('GET', 'Items') });

    expect([gateway.isStage('v1'), gateway.isStage('v2')]).toEqual([true, false]);
    await expect(anApi({ Other: anApiResource('Stage', { StageName: 'v1' }) })).rejects.toThrow(
      'two REST APIs have a stage "v1"',
    );
  });
});
