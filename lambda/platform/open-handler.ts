import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import type { HttpHandler } from './http-handler.ts';
import { problemResponse, toProblem } from './http-response.ts';
import type { Log } from './logger.ts';
import { inTime, withinRequest } from './request-deadline.ts';
import type { PublicRoute } from './route.ts';

export interface OpenHandlerDependencies {
  /** Page that explains problems: the beginning of their `type`. */
  readonly problemBaseUrl: string;
  readonly emit: EmitMetric;
  readonly log: Log;
}

/**
 * Serves a route that takes no token. Anybody may keep its answer, and any page may read it; it is read once
 * for as long as it may be kept, so that calls of this function are not calls of a service behind it.
 * @param name of the route, for the log
 */
export function openHandler<Served extends PublicRoute>(
  name: string,
  { success, maxAgeSeconds }: Served,
  execute: () => Promise<z.infer<Served['success']['schema']>>,
  { problemBaseUrl, emit, log }: OpenHandlerDependencies,
  now: () => number = Date.now,
): HttpHandler {
  let kept: { readonly body: string; readonly until: number } | undefined;
  const bodyOf = async (): Promise<string> => {
    if (kept && now() < kept.until) return kept.body;
    const body = JSON.stringify(await withinRequest(execute));
    kept = { body, until: now() + maxAgeSeconds * 1000 };
    return body;
  };
  return async (event) => {
    try {
      const body = await inTime(bodyOf());
      return {
        statusCode: success.status,
        headers: {
          ...headersFor(event),
          'Content-Type': 'application/json',
          'Cache-Control': `public, max-age=${maxAgeSeconds}`,
        },
        body,
      };
    } catch (error) {
      const { requestId } = event.requestContext;
      if (!(error instanceof Problem))
        log.error('requestFailed', { request_id: requestId, route: name }, error);
      emit('ApiProblem', 1, { Code: toProblem(error).code });
      const response = problemResponse(error, requestId, problemBaseUrl);
      return {
        ...response,
        headers: { ...headersFor(event), 'Cache-Control': 'no-store', ...response.headers },
      };
    }
  };
}

const headersFor = ({ requestContext }: APIGatewayProxyEvent): Record<string, string> => ({
  'X-Request-Id': requestContext.requestId,
  'Access-Control-Allow-Origin': '*',
});
