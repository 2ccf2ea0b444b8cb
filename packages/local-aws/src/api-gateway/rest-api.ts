import type { TemplateResource } from '../emulator.ts';
import { type Authorizer, authorizerOf } from './authorizers.ts';
import { createThrottle, type Throttle } from './throttle.ts';

/** A REST API of the templates, ready to be served: its one stage, routes, models and responses. */
export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly binaryMediaTypes: readonly string[];
  readonly stage: Stage;
  readonly routes: readonly Route[];
  /** Model name -> JSON schema (draft 4). */
  readonly models: Readonly<Record<string, unknown>>;
  /** Response type, such as `UNAUTHORIZED` -> what the templates make of it. */
  readonly gatewayResponses: Readonly<Record<string, GatewayResponseProperties>>;
}

export interface Stage {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog: { readonly logGroup: string; readonly format: string } | undefined;
  readonly throttle: Throttle;
  /** Whether metrics are kept by method as well. */
  readonly detailedMetrics: boolean;
}

export interface Route {
  readonly method: string;
  readonly resourceId: string;
  /** Path with its parameters, such as `/users/{id}`. */
  readonly resourcePath: string;
  /** Undefined for a method that anyone may call. */
  readonly authorizer: Authorizer | undefined;
  readonly validation: Validation;
  readonly integration: Integration;
}

export interface Validation {
  /** `method.request.header.Name` and the like that must be there; empty when parameters are not checked. */
  readonly requiredParameters: readonly string[];
  /** Content type -> model name; empty when bodies are not checked. */
  readonly bodyModels: Readonly<Record<string, string>>;
}

export type Integration =
  | { readonly kind: 'lambda'; readonly functionArn: string; readonly timeoutMs: number }
  | { readonly kind: 'mock'; readonly requestTemplate: string; readonly responses: readonly MockResponse[] }
  | { readonly kind: 'not-emulated'; readonly type: string };

export interface MockResponse {
  readonly statusCode: number;
  /** Regular expression for the status that the request template gave; absent on the default response. */
  readonly selectionPattern: string | undefined;
  /** Header -> mapping expression. */
  readonly headers: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

export interface GatewayResponseProperties {
  readonly ResponseType: string;
  readonly StatusCode?: string;
  readonly ResponseParameters?: Readonly<Record<string, string>>;
  readonly ResponseTemplates?: Readonly<Record<string, string>>;
}

/** API Gateway gives up on an integration after 29 s unless the method says less. */
const INTEGRATION_TIMEOUT_MS = 29_000;

interface MethodProperties {
  readonly RestApiId: string;
  readonly ResourceId: string;
  readonly HttpMethod: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
  readonly AuthorizationScopes?: readonly string[];
  readonly RequestValidatorId?: string;
  readonly RequestParameters?: Readonly<Record<string, boolean>>;
  readonly RequestModels?: Readonly<Record<string, string>>;
  readonly Integration?: {
    readonly Type: string;
    readonly Uri?: string;
    readonly TimeoutInMillis?: number;
    readonly RequestTemplates?: Readonly<Record<string, string>>;
    readonly IntegrationResponses?: readonly {
      readonly StatusCode: string;
      readonly SelectionPattern?: string;
      readonly ResponseParameters?: Readonly<Record<string, string>>;
      readonly ResponseTemplates?: Readonly<Record<string, string>>;
    }[];
  };
}

/**
 * Reads the REST APIs that have a stage out of the templates' resources.
 * @param permissions to call functions
 */
export function restApis(
  resources: readonly TemplateResource[],
  permissions: readonly TemplateResource[],
  now: () => number,
): RestApi[] {
  const ofType = (type: string): TemplateResource[] => resources.filter((resource) => resource.type === type);
  return ofType('AWS::ApiGateway::RestApi').flatMap((api) => {
    const belongs = (resource: TemplateResource): boolean => resource.properties.RestApiId === api.ref;
    return ofType('AWS::ApiGateway::Stage')
      .filter(belongs)
      .map((stage) => ({
        id: api.ref,
        name: String(api.properties.Name ?? api.ref),
        region: api.arn?.split(':')[3] ?? '',
        binaryMediaTypes: (api.properties.BinaryMediaTypes as readonly string[] | undefined) ?? [],
        stage: stageOf(stage, now),
        routes: routesOf(resources, permissions, belongs),
        models: Object.fromEntries(
          ofType('AWS::ApiGateway::Model')
            .filter(belongs)
            .map((model) => [model.ref, model.properties.Schema]),
        ),
        gatewayResponses: Object.fromEntries(
          ofType('AWS::ApiGateway::GatewayResponse')
            .filter(belongs)
            .map(({ properties }) => {
              const response = properties as unknown as GatewayResponseProperties;
              return [response.ResponseType, response];
            }),
        ),
      }));
  });
}

function stageOf({ ref, properties }: TemplateResource, now: () => number): Stage {
  const { AccessLogSetting, DeploymentId, MethodSettings, Variables } = properties as {
    AccessLogSetting?: { DestinationArn?: string; Format?: string };
    DeploymentId?: string;
    MethodSettings?: readonly {
      HttpMethod?: string;
      ResourcePath?: string;
      ThrottlingRateLimit?: number;
      ThrottlingBurstLimit?: number;
      MetricsEnabled?: boolean;
    }[];
    Variables?: Readonly<Record<string, string>>;
  };
  const logGroup = /:log-group:([^:]+)/.exec(AccessLogSetting?.DestinationArn ?? '')?.[1];
  return {
    name: ref,
    deploymentId: DeploymentId ?? '',
    variables: Variables ?? {},
    accessLog:
      logGroup && AccessLogSetting?.Format ? { logGroup, format: AccessLogSetting.Format } : undefined,
    throttle: createThrottle(
      (MethodSettings ?? []).map((setting) => ({
        method: setting.HttpMethod ?? '*',
        // a JSON pointer in the template: `/~1users~1{id}`
        resourcePath: (setting.ResourcePath ?? '/*').slice(1).replaceAll('~1', '/').replaceAll('~0', '~'),
        ratePerSecond: setting.ThrottlingRateLimit,
        burst: setting.ThrottlingBurstLimit,
      })),
      now,
    ),
    detailedMetrics: (MethodSettings ?? []).some((setting) => setting.MetricsEnabled === true),
  };
}

function routesOf(
  resources: readonly TemplateResource[],
  permissions: readonly TemplateResource[],
  belongs: (resource: TemplateResource) => boolean,
): Route[] {
  const own = resources.filter(belongs);
  const byRef = (type: string): ReadonlyMap<string, TemplateResource> =>
    new Map(own.filter((resource) => resource.type === type).map((resource) => [resource.ref, resource]));
  const paths = byRef('AWS::ApiGateway::Resource');
  const validators = byRef('AWS::ApiGateway::RequestValidator');
  const authorizers = byRef('AWS::ApiGateway::Authorizer');

  const pathOf = (resourceId: string): string => {
    const resource = paths.get(resourceId);
    if (!resource) return '';
    return `${pathOf(String(resource.properties.ParentId))}/${String(resource.properties.PathPart)}`;
  };

  return own
    .filter(({ type }) => type === 'AWS::ApiGateway::Method')
    .map((resource) => {
      const method = resource.properties as unknown as MethodProperties;
      const validator = validators.get(method.RequestValidatorId ?? '')?.properties;
      return {
        method: method.HttpMethod,
        resourceId: method.ResourceId,
        resourcePath: pathOf(method.ResourceId) || '/',
        authorizer: authorizerOf(method, authorizers, permissions),
        validation: {
          requiredParameters: validator?.ValidateRequestParameters
            ? Object.entries(method.RequestParameters ?? {}).flatMap(([name, required]) =>
                required ? [name] : [],
              )
            : [],
          bodyModels: validator?.ValidateRequestBody ? (method.RequestModels ?? {}) : {},
        },
        integration: integrationOf(method),
      };
    });
}

function integrationOf({ Integration: integration }: MethodProperties): Integration {
  const functionArn = /\/functions\/(.+)\/invocations$/.exec(integration?.Uri ?? '')?.[1];
  if (integration?.Type === 'AWS_PROXY' && functionArn) {
    return { kind: 'lambda', functionArn, timeoutMs: integration.TimeoutInMillis ?? INTEGRATION_TIMEOUT_MS };
  }
  if (integration?.Type !== 'MOCK') return { kind: 'not-emulated', type: integration?.Type ?? 'none' };
  return {
    kind: 'mock',
    requestTemplate: integration.RequestTemplates?.['application/json'] ?? '',
    responses: (integration.IntegrationResponses ?? []).map((response) => ({
      statusCode: Number(response.StatusCode),
      selectionPattern: response.SelectionPattern,
      headers: Object.fromEntries(
        Object.entries(response.ResponseParameters ?? {}).map(([name, value]) => [
          name.replace(/^method\.response\.header\./, ''),
          value,
        ]),
      ),
      templates: response.ResponseTemplates ?? {},
    })),
  };
}
