import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Clock } from '../kernel/ports/clock.ts';
import { Problem } from '../kernel/problem.ts';
import { backendClientsParameter, parseBackendClients, tenantServerOfScopes } from '../kernel/tenancy.ts';

/** The app clients whose tokens the functions take. */
export interface KnownClients {
  /** @param scopes of the client's token, which name the list that a backend's client is in */
  accept(clientId: string, scopes: readonly string[]): Promise<boolean>;
}

interface ClientSettings {
  readonly stage: string;
  /** Client of the app in which end users and operators sign in. */
  readonly endUserClientId: string;
}

/** Time after which a list is read again when a client is not in it: one that was just deployed. */
const READ_AGAIN_AFTER_MS = 30_000;

/**
 * The app's client, and the backends' clients from Parameter Store: they grow with the tenants, and an
 * environment holds 4 KB. A list is read once per process, and again only for a client that it lacks.
 */
export function createKnownClients(
  ssm: SSMClient,
  { stage, endUserClientId }: ClientSettings,
  clock: Clock,
): KnownClients {
  const lists = new Map<number, { readonly ids: ReadonlySet<string>; readonly readAt: number }>();
  const read = async (server: number): Promise<ReadonlySet<string>> => {
    const Name = backendClientsParameter(stage, server);
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    const ids = new Set(parseBackendClients(Parameter?.Value ?? ''));
    lists.set(server, { ids, readAt: clock().getTime() });
    return ids;
  };
  return {
    async accept(clientId, scopes) {
      if (clientId === endUserClientId) return true;
      const server = tenantServerOfScopes(scopes);
      if (server === undefined) return false;
      const known = lists.get(server);
      if (known?.ids.has(clientId)) return true;
      if (known && clock().getTime() - known.readAt < READ_AGAIN_AFTER_MS) return false;
      return (await read(server)).has(clientId);
    },
  };
}

const clientClaims = z.object({ client_id: z.string().check(z.minLength(1)), scope: z.string() });

/**
 * API Gateway's authorizer takes tokens of every client of the user pool, also of one that was added for
 * another purpose; this product's are pinned.
 * @throws Problem `unauthorized` for any other
 */
export async function refuseForeignClient(event: APIGatewayProxyEvent, clients: KnownClients): Promise<void> {
  const parsed = clientClaims.safeParse(event.requestContext.authorizer?.claims);
  if (parsed.success && (await clients.accept(parsed.data.client_id, parsed.data.scope.split(' ')))) return;
  throw new Problem(
    'unauthorized',
    'the token is of another client of the user pool; get one from the client of this stage',
  );
}
