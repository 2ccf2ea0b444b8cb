import { Router } from '@aws-lambda-powertools/event-handler/http';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { Problem } from '../kernel/problem.ts';
import { answeringWarmUps } from '../kernel/warm-up.ts';
import { clientEntrance } from './client-entrance.ts';
import type { Endpoint, Endpoints } from './endpoint.ts';
import { answerProblem, type HttpDependencies, type HttpHandler, httpHandler } from './http-handler.ts';
import type { Route, Routes } from './route.ts';

/** A function with an idempotent route requires `runOnce`, one that takes client tokens `clientSessions`. */
type DependenciesOf<Served extends Routes> = HttpDependencies &
  (true extends Served[keyof Served]['idempotent'] ? Required<Pick<HttpDependencies, 'runOnce'>> : unknown) &
  (Extract<Served[keyof Served], { readonly client: string }> extends never
    ? unknown
    : Required<Pick<HttpDependencies, 'clientSessions'>>);

/**
 * Serves all routes of one API function: the router of Powertools finds the route of a request, and
 * {@link httpHandler} serves it with its own scopes, validation, idempotency and problems.
 * @param routes from the function's record
 * @param endpoints one per route
 */
export function apiHandler<const Served extends Routes>(
  routes: Served,
  endpoints: Endpoints<Served>,
  dependencies: DependenciesOf<Served>,
): HttpHandler {
  const router = new Router();
  router.use(async ({ reqCtx, next }) => {
    // the router's default response is text/plain, a type that a response without a body would keep
    reqCtx.res.headers.delete('content-type');
    await next();
  });
  const register = ({ method }: Route, path: string, serve: HttpHandler) =>
    router.route(
      async function serveRoute(this: APIGatewayProxyEvent, { context }) {
        return toWebResponse(await serve(this, context));
      },
      { method, path: routedPath(path) },
    );
  for (const [name, route] of Object.entries<Route>(routes)) {
    const endpoint = endpoints[name] as Endpoint<Route>;
    register(route, route.path, httpHandler(name, route, endpoint, dependencies));
    const { clientSessions } = dependencies;
    if (route.client !== undefined && clientSessions) {
      const entrance = clientEntrance(clientSessions);
      register(route, route.client, httpHandler(name, route, endpoint, dependencies, entrance));
    }
  }
  router.notFound(async function refuseRoute(this: APIGatewayProxyEvent) {
    const { httpMethod, resource } = this;
    const problem = new Problem('route_not_found', `this function does not serve ${httpMethod} ${resource}`);
    return toWebResponse(answerProblem(problem, resource, this, dependencies));
  });
  return answeringWarmUps((event, context) => router.resolve(routedBy(event), context, { scope: event }));
}

/** The path under which the router knows a resource: URLs escape the braces of `{id}`. */
const routedPath = (resource: string) => encodeURI(resource) as `/${string}`;

/**
 * The event for the router: the method, and the resource that API Gateway has matched, since the path
 * starts with the base path of a custom domain. It has no headers, query or body, because the router builds a
 * web Request from them and fails on a GET with a body (aws-powertools/powertools-lambda-typescript#5673);
 * the route reads them from the original event, which it gets as `this`.
 */
const routedBy = (event: APIGatewayProxyEvent): APIGatewayProxyEvent => ({
  ...event,
  path: event.resource,
  headers: {},
  multiValueHeaders: {},
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  body: null,
});

/** A Response with status 204 accepts no body, not even an empty string. */
const toWebResponse = ({ statusCode, headers, body }: APIGatewayProxyResult): Response =>
  new Response(body === '' ? null : body, { status: statusCode, headers: headers as Record<string, string> });
