import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Route } from '../../../lambda/platform/route.ts';

export interface ApiEventOptions {
  /** What API Gateway has matched the request with. */
  readonly route?: Pick<Route, 'method' | 'path'>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Scopes of the token; undefined for a request that no authorizer has seen. */
  readonly scope?: string | undefined;
  readonly subject?: string;
  /** Client that the token was issued to. */
  readonly clientId?: string;
}

export const SELF_SCOPE = 'face-idv/verifications.self tenant/acme';
export const MANAGE_SCOPE = 'face-idv/verifications.manage tenant/acme';
export const VIEW_SCOPE = 'face-idv/verifications.self face-idv/verifications.view tenant/acme';
export const REVIEW_SCOPE = 'face-idv/verifications.self face-idv/verifications.review tenant/acme';
export const OPERATE_SCOPE = 'face-idv/verifications.self face-idv/verifications.operate tenant/acme';

/** What API Gateway hands to a function. */
export function anApiEvent(options: ApiEventOptions = {}): APIGatewayProxyEvent {
  const { body, headers = {}, path = {}, query, subject = 'user-1', clientId = 'app' } = options;
  const { method, path: resource } = options.route ?? { method: 'GET', path: '/' };
  const scope = 'scope' in options ? options.scope : SELF_SCOPE;
  return {
    resource,
    path: resource.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? '')),
    httpMethod: method,
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    pathParameters: path,
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters:
      query === undefined
        ? null
        : Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    stageVariables: null,
    requestContext: {
      requestId: 'request-1',
      ...(scope === undefined
        ? {}
        : { authorizer: { claims: { sub: subject, client_id: clientId, scope } } }),
    },
  } as unknown as APIGatewayProxyEvent;
}

export const aContext = (): Context => ({ getRemainingTimeInMillis: () => 10_000 }) as unknown as Context;
