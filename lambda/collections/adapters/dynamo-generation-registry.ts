import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { generationsKey } from '../../platform/dynamo-keys.ts';
import { type Generation, type Generations, generationsOf } from '../contract.ts';
import { GENERATION_ROWS, generationRowOf } from '../domain/generation-row.ts';
import type { GenerationRegistry, GenerationRoles } from '../ports/generation-registry.ts';

const stateRow = z.object({
  revision: z.int().check(z.minimum(1)),
  active: z.string(),
  filling: z.exactOptional(z.string()),
  draining: z.exactOptional(z.string()),
});

/** All rows have the same content, so any of them can be read. */
const ROW_READ = 0;

/**
 * Generations in the control table, {@link GENERATION_ROWS} rows per tenant with the same content;
 * without them the first generation of the config is active.
 */
export function createDynamoGenerationRegistry(
  client: DynamoDBDocumentClient,
  control: string,
  generations: Generations,
): Pick<GenerationRegistry, 'get'> {
  return {
    async get(tenant) {
      const declared = generationsOf(generations, tenant);
      const { Item } = await client.send(
        new GetCommand({ TableName: control, Key: generationsKey(tenant, ROW_READ), ConsistentRead: true }),
      );
      if (!Item) return { revision: 0, active: first(declared) };
      const { revision, active, filling, draining } = stateRow.parse(Item);
      return {
        revision,
        active: requireGeneration(declared, active, tenant),
        ...(filling === undefined ? {} : { filling: requireGeneration(declared, filling, tenant) }),
        ...(draining === undefined ? {} : { draining: requireGeneration(declared, draining, tenant) }),
      };
    },
  };
}

/** Condition that a tenant's generations have not changed since; before the first change there is no row. */
const atRevision = (revision: number) =>
  revision === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: { ':revision': revision },
      };

/** The row that transactions about a user check. */
const rowOf = (tenant: string, userId: string) => generationsKey(tenant, generationRowOf(userId));

/** Part of a transaction about a user that fails if the generations have changed since `revision`. */
export const generationsUnchanged = (control: string, tenant: string, userId: string, revision: number) => ({
  ConditionCheck: { TableName: control, Key: rowOf(tenant, userId), ...atRevision(revision) },
});

/**
 * Finds out whether {@link generationsUnchanged} is why a transaction failed.
 * @returns whether the generations have changed since `revision`
 */
export async function haveGenerationsChanged(
  client: DynamoDBDocumentClient,
  control: string,
  tenant: string,
  userId: string,
  revision: number,
): Promise<boolean> {
  const { Item } = await client.send(
    new GetCommand({ TableName: control, Key: rowOf(tenant, userId), ConsistentRead: true }),
  );
  return (Item ? stateRow.parse(Item).revision : 0) !== revision;
}

/**
 * Parts of a transaction that changes the roles of the generations, if nothing has changed them since
 * `revision`. All rows change at once, so no enrollment planned before can commit afterwards.
 */
export const changeGenerations = (
  control: string,
  tenant: string,
  revision: number,
  roles: GenerationRoles,
) =>
  Array.from({ length: GENERATION_ROWS }, (_, row) => ({
    Put: {
      TableName: control,
      Item: { ...generationsKey(tenant, row), ...roles, revision: revision + 1 },
      ...atRevision(revision),
    },
  }));

function first(declared: readonly Generation[]): Generation {
  const [generation] = declared;
  if (!generation) throw new Error('the config declares no generation');
  return generation;
}

/** @throws Error for a generation that the config no longer declares: no search would find its faces */
function requireGeneration(declared: readonly Generation[], name: string, tenant: string): Generation {
  const generation = declared.find((one) => one.generation === name);
  if (!generation)
    throw new Error(`generation ${name} of tenant ${tenant} is in use and not in the config; put it back`);
  return generation;
}
