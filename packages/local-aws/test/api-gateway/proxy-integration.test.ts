import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../src/aws-error.ts';
import { aMethod, anApi, bodyOf } from './an-api.ts';

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

    expect([response.status, bodyOf(response)]).toEqual([502, { message: 'Internal server error' }]);
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
    expect(bodyOf(await response)).toEqual({ message: 'Endpoint request timed out' });
  });

  it('is refused above 10 MB', async () => {
    const { send, events } = await anApi({ Post: aMethod('POST', 'Items') });

    expect((await send('POST', '/v1/items', { body: Buffer.alloc(10 * 1024 * 1024 + 1) })).status).toBe(413);
    expect((await send('POST', '/v1/items', { body: Buffer.alloc(10 * 1024 * 1024) })).status).toBe(200);
    expect(events).toHaveLength(1);
  });

  it('is refused as too large if Lambda refuses it', async () => {
    const { send } = await anApi(
      { Post: aMethod('POST', 'Items') },
      { respond: () => Promise.reject(new AwsError('RequestTooLargeException', 'too large', 413)) },
    );

    expect((await send('POST', '/v1/items', { body: '{}' })).status).toBe(413);
  });

  it('to a path that no resource has is refused as AWS does', async () => {
    const { send } = await anApi({ Get: aMethod('GET', 'Items') });
    const response = await send('GET', '/v1/nothing');

    expect(response.status).toBe(403);
    expect(response.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
    expect(bodyOf(response)).toEqual({ message: 'Missing Authentication Token' });
  });
});
