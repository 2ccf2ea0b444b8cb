import type { TemplateResource } from '../emulator.ts';
import { matchesPattern } from '../iam/pattern.ts';

/** The check that the caller of a method has to pass. */
export type Authorizer =
  | CognitoAuthorizer
  | LambdaAuthorizer
  | { readonly kind: 'not-emulated'; readonly type: string };

export interface CognitoAuthorizer {
  readonly kind: 'cognito';
  readonly headerName: string;
  readonly userPoolIds: readonly string[];
  /** Without scopes the token must be an ID token, with scopes an access token that has one of them. */
  readonly scopes: readonly string[];
}

/** A function that is given the request and returns a policy (`REQUEST`). */
export interface LambdaAuthorizer {
  readonly kind: 'lambda';
  readonly id: string;
  readonly functionArn: string;
  /** Mapping expressions such as `method.request.header.Authorization`. */
  readonly identitySources: readonly string[];
  /** Time for which an answer is used for every request with the same identity; 0 asks for each one. */
  readonly ttlSeconds: number;
  /** Whether the function's own policy lets API Gateway call it for this authorizer. */
  readonly mayCall: boolean;
}

interface AuthorizedMethod {
  readonly RestApiId: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
  readonly AuthorizationScopes?: readonly string[];
}

/** Properties of AWS::ApiGateway::Authorizer. */
interface AuthorizerProperties {
  readonly Type?: string;
  readonly ProviderARNs?: readonly string[];
  readonly IdentitySource?: string;
  readonly AuthorizerUri?: string;
  readonly AuthorizerCredentials?: string;
  readonly AuthorizerResultTtlInSeconds?: number;
}

/**
 * TTL of an authorizer that names none, and the longest one.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-authorizer.html
 */
const DEFAULT_TTL_SECONDS = 300;
const MAX_TTL_SECONDS = 3600;

/**
 * Returns what the caller of a method has to pass; undefined for one that anyone may call.
 * @param permissions of functions, by which API Gateway may call an authorizer's
 * @throws Error for an authorizer that API Gateway would not create
 */
export function authorizerOf(
  method: AuthorizedMethod,
  authorizers: ReadonlyMap<string, TemplateResource>,
  permissions: readonly TemplateResource[],
): Authorizer | undefined {
  const { AuthorizationType: type = 'NONE', AuthorizerId: id } = method;
  if (type === 'NONE') return undefined;
  const resource = authorizers.get(id ?? '');
  const properties = resource?.properties as AuthorizerProperties | undefined;
  if (type === 'COGNITO_USER_POOLS')
    return {
      kind: 'cognito',
      headerName: properties?.IdentitySource?.split('.').at(-1)?.toLowerCase() ?? 'authorization',
      userPoolIds: (properties?.ProviderARNs ?? []).map((arn) => arn.split('/').at(-1) ?? ''),
      scopes: method.AuthorizationScopes ?? [],
    };
  if (type === 'CUSTOM' && properties?.Type === 'REQUEST' && resource)
    return lambdaAuthorizer(resource, properties, method.RestApiId, permissions);
  return { kind: 'not-emulated', type: properties?.Type ?? type };
}

function lambdaAuthorizer(
  { ref: id, stack, logicalId }: TemplateResource,
  properties: AuthorizerProperties,
  apiId: string,
  permissions: readonly TemplateResource[],
): LambdaAuthorizer {
  const refuse = (why: string) => new Error(`${stack}/${logicalId} ${why}`);
  const functionArn = /\/functions\/(.+)\/invocations$/.exec(properties.AuthorizerUri ?? '')?.[1];
  if (!functionArn) throw refuse('names no function in AuthorizerUri');
  if (properties.AuthorizerCredentials)
    throw refuse('calls its function as a role, which is not emulated; give the function a permission');
  const identitySources = (properties.IdentitySource ?? '').split(',').flatMap((one) => one.trim() || []);
  const unknown = identitySources.find((one) => !/^method\.request\.(header|querystring)\.[^.]+$/.test(one));
  if (unknown !== undefined) throw refuse(`has the identity source ${unknown}, which is not emulated`);
  const ttlSeconds = properties.AuthorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS;
  if (ttlSeconds < 0 || ttlSeconds > MAX_TTL_SECONDS)
    throw refuse(`keeps answers for ${ttlSeconds} s; API Gateway takes 0 to ${MAX_TTL_SECONDS}`);
  // "required when caching is enabled", since answers are kept by it
  if (ttlSeconds > 0 && identitySources.length === 0)
    throw refuse('keeps answers and has no IdentitySource; name one, or set the TTL to 0');
  return {
    kind: 'lambda',
    id,
    functionArn,
    identitySources,
    ttlSeconds,
    mayCall: mayCall(functionArn, `${apiId}/authorizers/${id}`, permissions),
  };
}

/**
 * Whether a permission lets API Gateway call a function for an authorizer.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 */
function mayCall(functionArn: string, source: string, permissions: readonly TemplateResource[]): boolean {
  return permissions.some(({ properties }) => {
    if (properties.Action !== 'lambda:InvokeFunction') return false;
    if (properties.Principal !== 'apigateway.amazonaws.com') return false;
    const { FunctionName = '', SourceArn } = properties as { FunctionName?: string; SourceArn?: string };
    if (FunctionName !== functionArn && !functionArn.endsWith(`:function:${FunctionName}`)) return false;
    return SourceArn === undefined || isSource(SourceArn, source);
  });
}

/** Compares the part of `arn:aws:execute-api:{region}:{account}:{api}/authorizers/{id}` after the account. */
const isSource = (pattern: string, source: string): boolean =>
  pattern.startsWith('arn:aws:execute-api:') &&
  matchesPattern(pattern.split(':').slice(5).join(':'), source, new Map());
