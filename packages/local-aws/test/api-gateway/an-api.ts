import { randomUUID } from 'node:crypto';
import { type ApiGateway, createApiGateway } from '../../src/api-gateway/api-gateway.ts';
import type { Claims } from '../../src/api-gateway/cognito-authorizer.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { CloudResponse } from '../../src/emulator.ts';
import { ANONYMOUS } from '../../src/principal.ts';
import { readTemplates } from '../../src/template.ts';
import { aCloudAssembly } from '../fixtures/a-cloud-assembly.ts';
import { aLog, aTelemetry } from '../fixtures/recorders.ts';

export interface ApiFixture {
  readonly gateway: ApiGateway;
  readonly telemetry: ReturnType<typeof aTelemetry>;
  /** Events that functions were given. */
  readonly events: Record<string, unknown>[];
  send(
    method: string,
    path: string,
    request?: { headers?: Record<string, string>; body?: string | Buffer },
  ): Promise<CloudResponse>;
}

export interface ApiFixtureOptions {
  readonly clock?: Clock;
  /** What the function behind every method does. */
  readonly respond?: (event: Record<string, unknown>) => Promise<unknown>;
  readonly claimsOf?: (token: string) => Claims;
}

const API = { RestApiId: { Ref: 'Api' } };

/** `Integration` of a method that calls the function. */
export const LAMBDA = {
  Type: 'AWS_PROXY',
  Uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:fn/invocations',
};

/**
 * A REST API with `/items` and `/items/{id}` at the stage
 * `v1`; `resources` are added to or replace the template's.
 */
export async function anApi(
  resources: Readonly<Record<string, object>>,
  options: ApiFixtureOptions = {},
): Promise<ApiFixture> {
  const assembly = await aCloudAssembly({
    Stack: {
      template: {
        Resources: {
          Api: {
            Type: 'AWS::ApiGateway::RestApi',
            Properties: { Name: 'items', BinaryMediaTypes: ['image/png'] },
          },
          Stage: {
            Type: 'AWS::ApiGateway::Stage',
            Properties: { ...API, StageName: 'v1', DeploymentId: 'd1' },
          },
          Items: {
            Type: 'AWS::ApiGateway::Resource',
            Properties: { ...API, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'items' },
          },
          Item: {
            Type: 'AWS::ApiGateway::Resource',
            Properties: { ...API, ParentId: { Ref: 'Items' }, PathPart: '{id}' },
          },
          ...resources,
        },
      },
    },
  });
  const template = await readTemplates(assembly.directory, 'http://localhost:1');
  await assembly.remove();
  const telemetry = aTelemetry();
  const events: Record<string, unknown>[] = [];
  const gateway = createApiGateway({
    clock: options.clock ?? systemClock,
    machineClock: options.clock ?? systemClock,
    accountId: '000000000000',
    invokeFunction: async (_arn, payload) => {
      events.push(payload as Record<string, unknown>);
      return options.respond?.(payload as Record<string, unknown>) ?? { statusCode: 200, body: '{}' };
    },
    permissions: template.resources.filter(({ type }) => type === 'AWS::Lambda::Permission'),
    verifyToken: (token) => {
      if (!options.claimsOf) throw new Error('no token is valid');
      return options.claimsOf(token);
    },
    telemetry,
    log: aLog().log,
  });
  await gateway.provision(template.resources.filter(({ type }) => gateway.resourceTypes.includes(type)));
  return {
    gateway,
    telemetry,
    events,
    send: (method, path, { headers = {}, body = '' } = {}) =>
      gateway.handle({
        method,
        url: new URL(`http://localhost${path}`),
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        rawHeaders: Object.entries(headers).flat(),
        body: Buffer.from(body as string),
        operation: undefined,
        principal: ANONYMOUS,
        requestId: randomUUID(),
      }),
  };
}

/** A method on one of the fixture's resources. */
export const aMethod = (method: string, resource: 'Items' | 'Item', properties: object = {}): object => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    ...API,
    ResourceId: { Ref: resource },
    HttpMethod: method,
    AuthorizationType: 'NONE',
    Integration: LAMBDA,
    ...properties,
  },
});

/** Another resource of the API. */
export const anApiResource = (type: string, properties: object): object => ({
  Type: `AWS::ApiGateway::${type}`,
  Properties: { ...API, ...properties },
});

/** The JSON of an answer. */
export const bodyOf = ({ body }: CloudResponse): unknown => JSON.parse(body.toString());
