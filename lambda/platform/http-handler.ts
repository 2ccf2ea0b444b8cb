import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { Problem } from '../kernel/problem.ts';
import { type AuditDependencies, audited } from './audited.ts';
import { type CallLimiter, refuseTooManyCalls } from './call-limiter.ts';
import type { ClientSessions } from './client-entrance.ts';
import type { Answer, ApiRequest, Endpoint, PresentedEndpoint } from './endpoint.ts';
import { type Entrance, userPoolEntrance } from './entrance.ts';
import { commonHeaders, problemResponse, retryAfter, toProblem } from './http-response.ts';
import type { IdempotentAnswer, RunOnce } from './idempotency.ts';
import type { KnownClients } from './known-clients.ts';
import { parseRequest } from './parse-request.ts';
import { inTime, withinRequest } from './request-deadline.ts';
import type { Route } from './route.ts';
import { asTenant } from './tenant-scope.ts';

export interface HttpDependencies extends AuditDependencies {
  readonly allowedOrigins: readonly string[];
  /** Page that explains problems: the beginning of their `type`. */
  readonly problemBaseUrl: string;
  readonly clients: KnownClients;
  readonly callLimiter: CallLimiter;
  /** Required for idempotent routes. */
  readonly runOnce?: RunOnce;
  /** Required for routes that take client tokens. */
  readonly clientSessions?: ClientSessions;
}

export type HttpHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/**
 * Serves one route: check the caller, count the call, parse it, record what an operator does, execute,
 * answer; errors become problems.
 * @param name of the route, for the log
 * @param entrance by which the request comes
 */
export function httpHandler<Served extends Route>(
  name: string,
  route: Served,
  endpoint: Endpoint<Served>,
  dependencies: HttpDependencies,
  entrance: Entrance = userPoolEntrance(dependencies.clients),
): HttpHandler {
  const { execute, present, advise } = withPresentation(endpoint);
  return async (sent, context) => {
    try {
      const { caller: sender, event } = entrance.identify(sent);
      await inTime(entrance.admit(event));
      const serve = async () => {
        await refuseTooManyCalls(sender, dependencies.callLimiter);
        const caller = await entrance.permit(route, sender);
        const request = parseRequest(route, event, caller);
        const answer = async () => {
          const work = () => withinRequest(() => execute(request));
          const { result, replayed } = await run(name, route, request, event, context, work, dependencies);
          return { replayed, body: await present(result, request), advice: advise?.(result) };
        };
        return audited({ name, route, caller, event }, answer, dependencies);
      };
      const { replayed, body, advice } = await inTime(asTenant(sender.tenant, serve));
      const { status, schema } = route.success;
      return {
        statusCode: status,
        headers: {
          ...commonHeaders(event, dependencies.allowedOrigins),
          ...(schema ? { 'Content-Type': 'application/json' } : {}),
          ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}),
          ...retryAfter(advice?.retryAfterSeconds),
        },
        body: schema ? JSON.stringify(body) : '',
      };
    } catch (error) {
      return answerProblem(error, name, sent, dependencies);
    }
  };
}

const withPresentation = <Served extends Route>(endpoint: Endpoint<Served>): PresentedEndpoint<Served> =>
  typeof endpoint === 'function'
    ? { execute: endpoint, present: (result) => result as Answer<Served> }
    : endpoint;

/**
 * The response to a failed request; counts the problem, and logs it if it is a fault of ours.
 * @param name of the route, for the log
 */
export function answerProblem(
  error: unknown,
  name: string,
  event: APIGatewayProxyEvent,
  { allowedOrigins, problemBaseUrl, emit, log }: HttpDependencies,
): APIGatewayProxyResult {
  const { requestId } = event.requestContext;
  const { code } = toProblem(error);
  if (!(error instanceof Problem)) log.error('requestFailed', { request_id: requestId, route: name }, error);
  emit('ApiProblem', 1, { Code: code });
  const response = problemResponse(error, requestId, problemBaseUrl);
  return { ...response, headers: { ...commonHeaders(event, allowedOrigins), ...response.headers } };
}

async function run<Served extends Route, Result>(
  name: string,
  route: Served,
  request: ApiRequest<Served>,
  event: APIGatewayProxyEvent,
  context: Context,
  work: () => Promise<Result>,
  { runOnce }: HttpDependencies,
): Promise<IdempotentAnswer<Result>> {
  if (!route.idempotent) return { result: await work(), replayed: false };
  if (!runOnce) throw new Error(`route ${name} needs a store for its Idempotency-Keys`);
  const { tenant, subject } = request.caller;
  const content = { route: name, path: event.pathParameters ?? {}, body: request.body ?? {} };
  return runOnce({ tenant, subject, key: request.idempotencyKey, content }, context, work);
}
