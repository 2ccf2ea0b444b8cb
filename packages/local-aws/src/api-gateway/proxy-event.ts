import { type GatewayRequest, headerValue } from './request.ts';
import type { RestApi } from './rest-api.ts';
import type { RouteMatch } from './route-matching.ts';

/** Everything a Lambda proxy event is made of. */
export interface ProxyEventParts {
  readonly api: RestApi;
  readonly accountId: string;
  readonly request: GatewayRequest;
  readonly match: RouteMatch;
  /** The caller by the authorizer; undefined on a method that anyone may call. */
  readonly authorizer: AuthorizerContext | undefined;
}

/** Claims of a token of Cognito, or the principal and the context that a function has returned. */
export type AuthorizerContext =
  | { readonly claims: Readonly<Record<string, string>> }
  | Readonly<Record<string, string | number>>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Every request comes from this machine. */
export const SOURCE_IP = '127.0.0.1';

/** The members that others add to; all of them are what functions get. */
export type ProxyEvent = Readonly<Record<string, unknown>>;

/** The event of an AWS_PROXY integration of a REST API (payload format 1.0), member for member. */
export function proxyEvent({ api, accountId, request, match, authorizer }: ProxyEventParts): ProxyEvent {
  const { route, pathParameters } = match;
  const binary = isBinary(api.binaryMediaTypes, headerValue(request, 'content-type'));
  const domainName = `${api.id}.execute-api.${api.region}.amazonaws.com`;
  return {
    resource: route.resourcePath,
    path: request.path,
    httpMethod: request.method,
    headers: lastValues(request.headers),
    multiValueHeaders: orNull(request.headers),
    queryStringParameters: lastValues(request.query),
    multiValueQueryStringParameters: orNull(request.query),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(api.stage.variables),
    requestContext: {
      resourceId: route.resourceId,
      ...(authorizer ? { authorizer } : {}),
      resourcePath: route.resourcePath,
      httpMethod: request.method,
      extendedRequestId: request.id,
      requestTime: requestTime(request.time),
      path: request.fullPath,
      accountId,
      protocol: 'HTTP/1.1',
      stage: api.stage.name,
      domainPrefix: api.id,
      requestTimeEpoch: request.time,
      requestId: request.id,
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: SOURCE_IP,
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: headerValue(request, 'user-agent') ?? null,
        user: null,
      },
      domainName,
      deploymentId: api.stage.deploymentId,
      apiId: api.id,
    },
    body: request.body.length === 0 ? null : request.body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && request.body.length > 0,
  };
}

/** `22/Nov/2026:21:30:27 +0000` */
export function requestTime(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** Whether a media type is one of those that the API treats as binary. */
export function isBinary(binaryMediaTypes: readonly string[], mediaType: string | undefined): boolean {
  const type = mediaType?.split(/[;,]/)[0]?.trim().toLowerCase();
  return binaryMediaTypes.some((binary) => {
    const [main, sub] = binary.toLowerCase().split('/');
    if (main === '*') return true;
    return type !== undefined && (sub === '*' ? type.startsWith(`${main}/`) : type === binary.toLowerCase());
  });
}

function lastValues(values: Readonly<Record<string, readonly string[]>>): Record<string, string> | null {
  return orNull(Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.at(-1) ?? ''])));
}

/** Events say null where a map would be empty. */
function orNull<T extends object>(values: T): T | null {
  return Object.keys(values).length === 0 ? null : values;
}
