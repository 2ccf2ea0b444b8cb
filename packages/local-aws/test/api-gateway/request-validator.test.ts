import { describe, expect, it } from 'vitest';
import { aMethod, anApi, anApiResource, bodyOf } from './an-api.ts';

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
    if (status === 400) expect(bodyOf(response)).toEqual({ message: 'Invalid request body' });
  });

  it('names the required parameters that are missing, before it looks at the body', async () => {
    const { send } = await anApi(validated);
    const response = await send('POST', '/v1/items', { body: '{' });

    expect(response.status).toBe(400);
    expect(bodyOf(response)).toEqual({ message: 'Missing required request parameters: [Idempotency-Key]' });
  });

  it('lets a content type pass that has no model', async () => {
    const { send } = await anApi(validated);

    expect(
      (await send('POST', '/v1/items', { headers: { ...headers, 'Content-Type': 'text/plain' }, body: '{' }))
        .status,
    ).toBe(200);
  });
});
