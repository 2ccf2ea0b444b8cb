import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { Problem } from '../kernel/problem.ts';
import { TENANT_PATTERN } from '../kernel/tenancy.ts';
import type { Entrance } from './entrance.ts';

/** The sessions to which client tokens belong. */
export interface ClientSessions {
  /**
   * Refuses the token of a session that is over: API Gateway lets it pass for as long as it keeps the
   * authorizer's answer.
   * @throws Problem `session_closed`
   */
  refuseClosed(caller: Caller): Promise<void>;
}

/** The context that the authorizer of client tokens has returned. */
const clientContext = z.object({
  tenant: z.string().check(z.regex(TENANT_PATTERN)),
  session_id: z.string().check(z.minLength(1)),
});

/**
 * The entrance of apps with a token of one session: the id in the routes' paths is that of the token, so no
 * request can name another.
 */
export const clientEntrance = (sessions: ClientSessions): Entrance => ({
  identify: (event) => {
    const caller = clientCallerOf(event);
    return {
      caller,
      event: { ...event, pathParameters: { ...event.pathParameters, id: caller.subject } },
    };
  },
  admit: async () => {},
  permit: async (_route, caller) => {
    await sessions.refuseClosed(caller);
    return caller;
  },
});

function clientCallerOf(event: APIGatewayProxyEvent): Caller {
  const parsed = clientContext.safeParse(event.requestContext.authorizer);
  if (!parsed.success) throw new Problem('unauthorized', 'send a client token in the Authorization header');
  const { tenant, session_id } = parsed.data;
  return { tenant, subject: session_id, scopes: [], session_id };
}
