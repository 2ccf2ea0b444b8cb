import type { TemplateResource } from '../emulator.ts';
import type { JsonObject } from './dynalite.ts';
import type { Engine } from './engine.ts';
import { type Table, tableOf } from './table.ts';
import { reshaped, stageReshape } from './table-operations.ts';

export const TABLE_TYPE = 'AWS::DynamoDB::GlobalTable';

/** Creates the table of a template, or brings an existing one into the template's shape; items are kept. */
export async function provisionTable(engine: Engine, resource: TemplateResource): Promise<void> {
  const properties = inRegion(engine, resource.properties);
  const request = { ...properties, TableName: resource.ref };
  await engine.write(async (writes) => {
    const existing = engine.tables.get(resource.ref);
    if (!existing) {
      const created = tableOf(request, { ...engine, now: engine.clock.now() });
      engine.tables.stage(writes, withSettings(created, properties));
      return;
    }
    refuseOtherKey(existing, properties, resource);
    const changed = reshaped(engine, existing, { GlobalSecondaryIndexes: [], ...request });
    await stageReshape(engine, existing, withSettings(changed, properties), writes);
  });
}

/** The properties of a global table's replica in this region, in the words of an ordinary table. */
function inRegion({ region }: Engine, properties: JsonObject): JsonObject {
  const { Replicas, SSESpecification, ...shared } = properties;
  const replicas = (Replicas ?? []) as readonly JsonObject[];
  // a replica names the indexes again, with settings of its own for them and without their keys
  const { GlobalSecondaryIndexes: _, ...replica } =
    replicas.find(({ Region }) => Region === region) ?? replicas[0] ?? {};
  return {
    ...shared,
    ...replica,
    ...(SSESpecification
      ? {
          SSESpecification: {
            ...(SSESpecification as object),
            ...(replica.SSESpecification as object | undefined),
          },
        }
      : {}),
  };
}

function withSettings(
  { timeToLiveAttribute: _, streamViewType: __, ...table }: Table,
  properties: JsonObject,
): Table {
  const timeToLive = properties.TimeToLiveSpecification as
    | { readonly Enabled: boolean; readonly AttributeName: string }
    | undefined;
  const stream = properties.StreamSpecification as { readonly StreamViewType: string } | undefined;
  const recovery = properties.PointInTimeRecoverySpecification as JsonObject | undefined;
  return {
    ...table,
    ...(timeToLive?.Enabled === true ? { timeToLiveAttribute: timeToLive.AttributeName } : {}),
    ...(stream ? { streamViewType: stream.StreamViewType } : {}),
    pointInTimeRecovery: recovery?.PointInTimeRecoveryEnabled === true,
  };
}

/** CloudFormation would replace the table and lose its items; a laptop's data is not thrown away unasked. */
function refuseOtherKey(existing: Table, properties: JsonObject, resource: TemplateResource): void {
  const shape = (schema: unknown): string =>
    (schema as Table['description']['KeySchema']).map(({ AttributeName }) => AttributeName).join(', ');
  const [had, wants] = [shape(existing.description.KeySchema), shape(properties.KeySchema)];
  if (had === wants) return;
  throw new Error(
    `${resource.stack}/${resource.logicalId} (table ${resource.ref}): the template's primary key is (${wants}), the local table's is (${had}). Reset the local data to create it anew.`,
  );
}
