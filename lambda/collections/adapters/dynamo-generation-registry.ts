import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { generationsKey } from '../../platform/dynamo-keys.ts';
import { type Generation, type Generations, generationsOf } from '../contract.ts';
import type { GenerationRegistry, GenerationRoles } from '../ports/generation-registry.ts';

const stateRow = z.object({
  revision: z.int().min(1),
  active: z.string(),
  filling: z.string().exactOptional(),
  draining: z.string().exactOptional(),
});

/** One row a tenant in the control table; without it the first generation of the config is the active one. */
export function createDynamoGenerationRegistry(
  client: DynamoDBDocumentClient,
  control: string,
  generations: Generations,
): GenerationRegistry {
  return {
    async get(tenant) {
      const declared = generationsOf(generations, tenant);
      const { Item } = await client.send(
        new GetCommand({ TableName: control, Key: generationsKey(tenant), ConsistentRead: true }),
      );
      if (!Item) return { revision: 0, active: first(declared) };
      const { revision, active, filling, draining } = stateRow.parse(Item);
      return {
        revision,
        active: named(declared, active, tenant),
        ...(filling === undefined ? {} : { filling: named(declared, filling, tenant) }),
        ...(draining === undefined ? {} : { draining: named(declared, draining, tenant) }),
      };
    },
  };
}

/** Condition that the generations of a tenant have not changed since; before the first change there is no row. */
export const atRevision = (revision: number) =>
  revision === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: { ':revision': revision },
      };

/** Part of a transaction that changes what the generations are for, where nobody has since `revision`. */
export const changeGenerations = (
  control: string,
  tenant: string,
  revision: number,
  roles: GenerationRoles,
) => ({
  Put: {
    TableName: control,
    Item: { ...generationsKey(tenant), ...roles, revision: revision + 1 },
    ...atRevision(revision),
  },
});

function first(declared: readonly Generation[]): Generation {
  const [generation] = declared;
  if (!generation) throw new Error('the config declares no generation');
  return generation;
}

/** @throws Error for one that the config no longer declares: its faces would be searched by nobody */
function named(declared: readonly Generation[], name: string, tenant: string): Generation {
  const generation = declared.find((one) => one.generation === name);
  if (!generation)
    throw new Error(`generation ${name} of tenant ${tenant} is in use and not in the config; put it back`);
  return generation;
}
