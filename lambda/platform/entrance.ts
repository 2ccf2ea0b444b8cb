import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Caller } from '../kernel/caller.ts';
import { callerOf } from './caller.ts';
import { type KnownClients, refuseForeignClient } from './known-clients.ts';
import { permittedCaller } from './permitted-caller.ts';
import type { Route } from './route.ts';

/** A way into a route, by the kind of token that its authorizer has verified. */
export interface Entrance {
  /**
   * Returns the caller, and the request as the route reads it.
   * @throws Problem `unauthorized` or `forbidden`
   */
  identify(event: APIGatewayProxyEvent): {
    readonly caller: Caller;
    readonly event: APIGatewayProxyEvent;
  };
  /** Refuses a caller before anything is done for its tenant. */
  admit(event: APIGatewayProxyEvent): Promise<void>;
  /** Returns the caller as what they may be on the route; called within the tenant. */
  permit(route: Pick<Route, 'scopes' | 'role'>, caller: Caller): Promise<Caller>;
}

/** The entrance of people, operators and backends, whose tokens are of the user pool. */
export const userPoolEntrance = (clients: KnownClients): Entrance => ({
  identify: (event) => ({ caller: callerOf(event), event }),
  admit: (event) => refuseForeignClient(event, clients),
  permit: async (route, caller) => permittedCaller(route, caller),
});
