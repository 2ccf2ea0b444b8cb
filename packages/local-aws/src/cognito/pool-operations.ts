import { z } from 'zod';
import type { CognitoContext } from './context.ts';
import { type Client, clientOf, poolOf } from './directory.ts';
import { type Operation, operation } from './operation.ts';

const inPoolInput = z.object({ UserPoolId: z.string() });

/** Operations that read the app clients of a pool, such as the id and secret of a machine client. */
export function poolOperations({ directory }: CognitoContext): Readonly<Record<string, Operation>> {
  return {
    DescribeUserPoolClient: operation(inPoolInput.extend({ ClientId: z.string() }), (input) => ({
      UserPoolClient: clientView(clientOf(directory, input.ClientId, input.UserPoolId)),
    })),

    ListUserPoolClients: operation(inPoolInput, ({ UserPoolId }) => ({
      UserPoolClients: [...directory.clients.values()]
        .filter(({ poolId }) => poolId === poolOf(directory, UserPoolId).id)
        .map(({ id, definition }) => ({ ClientId: id, UserPoolId, ClientName: definition.ClientName })),
    })),
  };
}

function clientView({ poolId, id, secret, definition }: Client): object {
  const { GenerateSecret: _input, ...settings } = definition;
  return {
    ...settings,
    UserPoolId: poolId,
    ClientId: id,
    ...(secret === undefined ? {} : { ClientSecret: secret }),
  };
}
