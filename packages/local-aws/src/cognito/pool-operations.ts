import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { CognitoContext } from './context.ts';
import {
  clientDefinition,
  groupDefinition,
  poolDefinition,
  resourceServerDefinition,
} from './definitions.ts';
import {
  type Client,
  clientOf,
  type Group,
  groupOf,
  inPool,
  makeClientSecret,
  type Pool,
  poolArn,
  poolOf,
  randomId,
  usersOf,
} from './directory.ts';
import { type Operation, operation, toSeconds } from './operation.ts';

const POOL_ID_LENGTH = 9;
const CLIENT_ID_LENGTH = 26;

const inPoolInput = z.object({ UserPoolId: z.string() });
const domainInput = inPoolInput.extend({ Domain: z.string() });

/** Pools and what belongs to them, for those who make them by the API and not by a template. */
export function poolOperations(context: CognitoContext): Readonly<Record<string, Operation>> {
  const { directory, clock, region } = context;
  return {
    CreateUserPool: operation(poolDefinition, async (definition) => {
      const id = `${region}_${randomId(POOL_ID_LENGTH)}`;
      const pool: Pool = { id, arn: poolArn(context, id), createdAt: clock.now(), definition };
      await directory.pools.put(id, pool);
      return { UserPool: poolView(context, pool) };
    }),

    DescribeUserPool: operation(inPoolInput, ({ UserPoolId }) => ({
      UserPool: poolView(context, poolOf(directory, UserPoolId)),
    })),

    ListUserPools: operation(z.object({ MaxResults: z.number() }), ({ MaxResults }) => ({
      UserPools: [...directory.pools.values()].slice(0, MaxResults).map(({ id, definition, createdAt }) => ({
        Id: id,
        Name: definition.PoolName,
        CreationDate: toSeconds(createdAt),
      })),
    })),

    DeleteUserPool: operation(inPoolInput, async ({ UserPoolId }) => {
      poolOf(directory, UserPoolId);
      const { pools, clients, groups, resourceServers, users, refreshTokens } = directory;
      for (const table of [clients, groups, resourceServers, users, refreshTokens]) {
        const owned = [...table.entries()].filter(([, { poolId }]) => poolId === UserPoolId);
        await Promise.all(owned.map(([key]) => table.delete(key)));
      }
      await pools.delete(UserPoolId);
      return {};
    }),

    SetUserPoolMfaConfig: operation(
      inPoolInput.extend({
        MfaConfiguration: z.enum(['OFF', 'OPTIONAL', 'ON']).default('OFF'),
        SoftwareTokenMfaConfiguration: z.object({ Enabled: z.boolean() }).optional(),
      }),
      async ({ UserPoolId, MfaConfiguration, SoftwareTokenMfaConfiguration }) => {
        const pool = poolOf(directory, UserPoolId);
        const EnabledMfas = SoftwareTokenMfaConfiguration?.Enabled ? ['SOFTWARE_TOKEN_MFA'] : [];
        const definition = { ...pool.definition, MfaConfiguration, EnabledMfas };
        await directory.pools.put(UserPoolId, { ...pool, definition });
        return { SoftwareTokenMfaConfiguration, MfaConfiguration };
      },
    ),

    CreateUserPoolClient: operation(clientDefinition.extend(inPoolInput.shape), async (input) => {
      const { UserPoolId, ...definition } = input;
      poolOf(directory, UserPoolId);
      const client: Client = {
        poolId: UserPoolId,
        id: randomId(CLIENT_ID_LENGTH).toLowerCase(),
        ...(definition.GenerateSecret ? { secret: makeClientSecret() } : {}),
        definition,
      };
      await directory.clients.put(client.id, client);
      return { UserPoolClient: clientView(client) };
    }),

    DescribeUserPoolClient: operation(inPoolInput.extend({ ClientId: z.string() }), (input) => ({
      UserPoolClient: clientView(clientOf(directory, input.ClientId, input.UserPoolId)),
    })),

    ListUserPoolClients: operation(inPoolInput, ({ UserPoolId }) => ({
      UserPoolClients: [...directory.clients.values()]
        .filter(({ poolId }) => poolId === poolOf(directory, UserPoolId).id)
        .map(({ id, definition }) => ({ ClientId: id, UserPoolId, ClientName: definition.ClientName })),
    })),

    CreateResourceServer: operation(resourceServerDefinition.extend(inPoolInput.shape), async (input) => {
      const { UserPoolId, ...definition } = input;
      poolOf(directory, UserPoolId);
      await directory.resourceServers.put(inPool(UserPoolId, definition.Identifier), {
        poolId: UserPoolId,
        definition,
      });
      return { ResourceServer: input };
    }),

    // every pool answers on the one endpoint, so a domain changes nothing here; what asks for one is content
    CreateUserPoolDomain: operation(domainInput, ({ UserPoolId }) => {
      poolOf(directory, UserPoolId);
      return {};
    }),

    DeleteUserPoolDomain: operation(domainInput, ({ UserPoolId }) => {
      poolOf(directory, UserPoolId);
      return {};
    }),

    CreateGroup: operation(groupDefinition.extend(inPoolInput.shape), async (input) => {
      const { UserPoolId, ...definition } = input;
      poolOf(directory, UserPoolId);
      const key = inPool(UserPoolId, definition.GroupName);
      if (directory.groups.get(key)) {
        throw new AwsError('GroupExistsException', 'A group with the name already exists.');
      }
      const group: Group = { poolId: UserPoolId, createdAt: clock.now(), definition };
      await directory.groups.put(key, group);
      return { Group: groupView(group) };
    }),

    GetGroup: operation(inPoolInput.extend({ GroupName: z.string() }), ({ UserPoolId, GroupName }) => ({
      Group: groupView(groupOf(directory, UserPoolId, GroupName)),
    })),

    ListGroups: operation(inPoolInput, ({ UserPoolId }) => ({
      Groups: [...directory.groups.values()]
        .filter(({ poolId }) => poolId === poolOf(directory, UserPoolId).id)
        .map(groupView),
    })),
  };
}

export function groupView({ poolId, createdAt, definition }: Group): object {
  return {
    ...definition,
    UserPoolId: poolId,
    CreationDate: toSeconds(createdAt),
    LastModifiedDate: toSeconds(createdAt),
  };
}

function poolView({ directory }: CognitoContext, pool: Pool): object {
  const { PoolName, EnabledMfas: _templateOnly, ...definition } = pool.definition;
  return {
    ...definition,
    Id: pool.id,
    Arn: pool.arn,
    Name: PoolName,
    CreationDate: toSeconds(pool.createdAt),
    EstimatedNumberOfUsers: usersOf(directory, pool).length,
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
