import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import { aMethod, anApi, anApiResource, bodyOf } from './an-api.ts';

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
    expect(bodyOf(unauthorized)).toEqual({ detail: 'Unauthorized', at: '/v1/items' });
    const missing = await send('GET', '/v1/nothing');
    expect([missing.status, bodyOf(missing)]).toEqual([403, { type: 'MISSING_AUTHENTICATION_TOKEN' }]);
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
