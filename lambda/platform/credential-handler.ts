import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import { Problem } from '../kernel/problem.ts';
import { answeringWarmUps } from '../kernel/warm-up.ts';
import { type CallLimiter, refuseTooManyCalls } from './call-limiter.ts';
import type { HttpHandler } from './http-handler.ts';
import { commonHeaders, problemResponse, toProblem } from './http-response.ts';
import type { OpenHandlerDependencies } from './open-handler.ts';
import { parseOpenRequest } from './parse-request.ts';
import { inTime, withinRequest } from './request-deadline.ts';
import type { CredentialRoute } from './route.ts';
import { asTenant } from './tenant-scope.ts';

export interface CredentialHandlerDependencies extends OpenHandlerDependencies {
  readonly allowedOrigins: readonly string[];
  readonly callLimiter: CallLimiter;
}

/** The work of a route whose body holds the credential. */
export interface CredentialEndpoint<
  Served extends CredentialRoute,
  Place extends { readonly tenant: string },
> {
  /** Returns where the credential belongs; undefined for a text that can be none. */
  understand(body: z.infer<Served['body']>): Place | undefined;
  /** The one answer to every credential that is not valid. */
  refuse(): Problem;
  /** @param key Idempotency-Key of the request */
  execute(place: Place, key: string): Promise<z.infer<Served['success']['schema']>>;
}

/**
 * Serves a route that takes no token, since its body holds a credential. It names the tenant, below whose
 * keys it is looked for; calls are limited by address and tenant before that.
 * @param name of the route, for the log
 */
export function credentialHandler<
  const Served extends CredentialRoute,
  Place extends { readonly tenant: string },
>(
  name: string,
  route: Served,
  { understand, refuse, execute }: CredentialEndpoint<Served, Place>,
  { allowedOrigins, callLimiter, problemBaseUrl, emit, log }: CredentialHandlerDependencies,
): HttpHandler {
  const answer = async (event: APIGatewayProxyEvent) => {
    const { body, idempotencyKey } = parseOpenRequest(route, event);
    const place = understand(body);
    if (!place) throw refuse();
    return asTenant(place.tenant, async () => {
      const caller = { tenant: place.tenant, subject: addressOf(event), scopes: [] };
      await refuseTooManyCalls(caller, callLimiter);
      return withinRequest(() => execute(place, idempotencyKey));
    });
  };
  return answeringWarmUps(async (event) => {
    try {
      const body = await inTime(answer(event));
      return {
        statusCode: route.success.status,
        headers: { ...commonHeaders(event, allowedOrigins), 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      };
    } catch (error) {
      const { requestId } = event.requestContext;
      if (!(error instanceof Problem))
        log.error('requestFailed', { request_id: requestId, route: name }, error);
      emit('ApiProblem', 1, { Code: toProblem(error).code });
      const response = problemResponse(error, requestId, problemBaseUrl);
      return { ...response, headers: { ...commonHeaders(event, allowedOrigins), ...response.headers } };
    }
  });
}

/** The address that API Gateway saw, as a hash: rows of limits hold no addresses of people. */
const addressOf = ({ requestContext }: APIGatewayProxyEvent): string =>
  `address-${createHash('sha256')
    .update(requestContext.identity?.sourceIp ?? '')
    .digest('hex')}`;
