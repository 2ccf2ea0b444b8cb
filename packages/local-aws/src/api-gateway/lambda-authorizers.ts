import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { effectOf } from '../iam/evaluate.ts';
import { type PolicyStatement, parsePolicy } from '../iam/policy.ts';
import { FunctionError, UNAUTHORIZED } from '../lambda/function-error.ts';
import type { Log } from '../log.ts';
import type { LambdaAuthorizer } from './authorizers.ts';
import { GatewayError } from './gateway-response.ts';
import { type AuthorizerContext, proxyEvent } from './proxy-event.ts';
import { type GatewayRequest, requestValue } from './request.ts';
import type { RestApi } from './rest-api.ts';
import type { RouteMatch } from './route-matching.ts';

export interface LambdaAuthorizerOptions {
  readonly clock: Clock;
  readonly accountId: string;
  readonly invokeFunction: (arn: string, payload: unknown) => Promise<unknown>;
  readonly log: Log;
}

export interface LambdaAuthorizers {
  /**
   * Lets a request pass that the function's policy allows.
   * @returns the principal and the context, as integrations get them
   * @throws GatewayError UNAUTHORIZED, ACCESS_DENIED or AUTHORIZER_CONFIGURATION_ERROR
   */
  authorize(
    authorizer: LambdaAuthorizer,
    request: GatewayRequest,
    match: RouteMatch,
  ): Promise<AuthorizerContext>;
}

const INVOKE = 'execute-api:Invoke';
/** A longer resource of the policy is an error. */
const MAX_RESOURCE_CHARACTERS = 512;

/**
 * An answer of a function. The values of its context are strings, numbers or booleans: "You can't set a JSON
 * object or array as a valid value of any key in the context map".
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
const authorizerAnswer = z.object({
  principalId: z.string(),
  policyDocument: z.unknown(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

/** An answer that was understood; every value of the context is a string, as integrations get them. */
interface Answer {
  readonly statements: readonly PolicyStatement[];
  readonly principalId: string;
  readonly context: Readonly<Record<string, string>>;
}

/**
 * The REQUEST authorizers of one stage. An answer is kept for the TTL under the values of the identity
 * sources, and its policy is evaluated for each request with them, also for other methods and paths.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export function createLambdaAuthorizers(api: RestApi, options: LambdaAuthorizerOptions): LambdaAuthorizers {
  const { clock } = options;
  const kept = new Map<string, { readonly answer: Answer; readonly until: number }>();

  const ask = async (authorizer: LambdaAuthorizer, event: unknown): Promise<Answer> => {
    if (!authorizer.mayCall) throw misconfigured('no permission lets API Gateway call the function', options);
    let answer: unknown;
    try {
      answer = await options.invokeFunction(authorizer.functionArn, event);
    } catch (error) {
      if (error instanceof FunctionError && error.errorMessage === UNAUTHORIZED)
        throw new GatewayError('UNAUTHORIZED');
      throw misconfigured(`the function failed: ${error instanceof Error ? error.name : 'error'}`, options);
    }
    return understood(answer, options);
  };

  return {
    async authorize(authorizer, request, match) {
      const identity = authorizer.identitySources.map((source) =>
        requestValue(request, match.pathParameters, source),
      );
      // "missing, null, or empty": refused without a call of the function
      if (identity.some((value) => !value)) throw new GatewayError('UNAUTHORIZED');
      const methodArn = methodArnOf(api, request, options.accountId);
      const key = JSON.stringify([authorizer.id, ...identity]);
      const now = clock.now();
      for (const [one, { until }] of kept) if (until <= now) kept.delete(one);
      const known = kept.get(key)?.answer;
      const event = () => ({
        type: 'REQUEST',
        methodArn,
        ...requestPart(
          proxyEvent({ api, accountId: options.accountId, request, match, authorizer: undefined }),
        ),
      });
      const answer = known ?? (await ask(authorizer, event()));
      if (!known && authorizer.ttlSeconds > 0)
        kept.set(key, { answer, until: clock.now() + authorizer.ttlSeconds * 1000 });
      refuseDenied(answer.statements, methodArn);
      // measured once, as the cached answer is not asked for again
      const integrationLatency = known ? 0 : clock.now() - now;
      return { ...answer.context, principalId: answer.principalId, integrationLatency };
    },
  };
}

/** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}`, with the path that was sent. */
const methodArnOf = ({ region, id, stage }: RestApi, request: GatewayRequest, accountId: string): string =>
  `arn:aws:execute-api:${region}:${accountId}:${id}/${stage.name}/${request.method}${request.path}`;

/** The event of an authorizer has the members of a proxy event but for the body. */
function requestPart({
  body: _body,
  isBase64Encoded: _encoded,
  ...event
}: Readonly<Record<string, unknown>>) {
  return event;
}

function understood(answer: unknown, options: LambdaAuthorizerOptions): Answer {
  const parsed = authorizerAnswer.safeParse(answer);
  if (!parsed.success) throw misconfigured(`invalid answer: ${z.prettifyError(parsed.error)}`, options);
  const { principalId, policyDocument, context } = parsed.data;
  let statements: readonly PolicyStatement[];
  try {
    statements = parsePolicy(policyDocument, 'the authorizer');
  } catch (error) {
    throw misconfigured(error instanceof Error ? error.message : 'invalid policy', options);
  }
  const resources = statements.flatMap(({ Resource = [] }) => Resource);
  if (statements.some(({ Action, Resource }) => !Action || !Resource))
    throw misconfigured('a statement of the policy has no Action or no Resource', options);
  if (resources.some((resource) => resource.length > MAX_RESOURCE_CHARACTERS))
    throw misconfigured(`a resource of the policy has over ${MAX_RESOURCE_CHARACTERS} characters`, options);
  return {
    statements,
    principalId,
    context: Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)])),
  };
}

/** @see https://repost.aws/knowledge-center/api-gateway-403-error-lambda-authorizer for the two messages */
function refuseDenied(statements: readonly PolicyStatement[], methodArn: string): void {
  const effect = effectOf(statements, { action: INVOKE, resource: methodArn, context: new Map() });
  if (effect === 'Allow') return;
  throw effect === 'Deny'
    ? new GatewayError(
        'ACCESS_DENIED',
        'User is not authorized to access this resource with an explicit deny',
      )
    : new GatewayError('ACCESS_DENIED');
}

function misconfigured(why: string, { log }: LambdaAuthorizerOptions): GatewayError {
  log({
    level: 'warn',
    source: 'api-gateway',
    message: `execution failed due to configuration error: ${why}`,
  });
  return new GatewayError('AUTHORIZER_CONFIGURATION_ERROR');
}
