import { AwsError } from '../aws-error.ts';
import { type JsonObject, validated, validationException } from './dynalite.ts';
import type { Engine } from './engine.ts';
import { entriesOf, indexesOf } from './index-entries.ts';
import type { Item } from './item.ts';
import { endOf, itemsOf, type Writes } from './store.ts';
import { streamOf } from './stream.ts';
import { protection, type Table, tableOf } from './table.ts';

export async function createTable(engine: Engine, input: JsonObject): Promise<JsonObject> {
  if ((input.StreamSpecification as JsonObject | undefined)?.StreamEnabled === true)
    throw validationException('DynamoDB Streams are not emulated on this machine');
  const request = { ...input, ...validated('CreateTable', input) };
  const name = String(input.TableName);
  const table = tableOf(request, { ...engine, now: engine.clock.now() });
  await engine.write(async (writes) => {
    if (engine.tables.get(name))
      throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
    engine.tables.stage(writes, table);
  });
  return { TableDescription: { ...table.description, TableStatus: 'CREATING' } };
}

export async function describeTable(engine: Engine, input: JsonObject): Promise<JsonObject> {
  return { Table: engine.tables.named(nameIn(input)).description };
}

export async function listTables(engine: Engine, input: JsonObject): Promise<JsonObject> {
  const start = input.ExclusiveStartTableName as string | undefined;
  const limit = (input.Limit as number | undefined) ?? 100;
  const names = engine.tables.names().filter((name) => start === undefined || name > start);
  const page = names.slice(0, limit);
  return { TableNames: page, ...(names.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {}) };
}

export async function deleteTable(engine: Engine, input: JsonObject): Promise<JsonObject> {
  const name = nameIn(input);
  return engine.write(async (writes) => {
    const { description } = engine.tables.named(name);
    if (description.DeletionProtectionEnabled)
      throw validationException(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    // items go before the table: after a crash in between, a table made again under this name must be empty
    const indexes = indexesOf(description).map(({ prefix }) => prefix);
    for (const prefix of [itemsOf(name), streamOf(name), ...indexes])
      await engine.database.clear({ gte: prefix, lt: endOf(prefix) });
    engine.tables.stageRemoval(writes, name);
    return { TableDescription: { ...description, TableStatus: 'DELETING' } };
  });
}

/** The same table in another shape: what a request names is taken from it, the rest stays. */
export function reshaped(engine: Engine, table: Table, request: JsonObject): Table {
  const { GlobalSecondaryIndexes, SSEDescription, ...kept } = table.description;
  const shape = tableOf(
    {
      BillingMode: kept.BillingModeSummary?.BillingMode,
      DeletionProtectionEnabled: kept.DeletionProtectionEnabled,
      ...request,
      TableName: kept.TableName,
      KeySchema: kept.KeySchema,
    },
    { ...engine, now: engine.clock.now() },
  ).description;
  return {
    ...table,
    description: {
      ...kept,
      AttributeDefinitions: shape.AttributeDefinitions,
      ...(shape.GlobalSecondaryIndexes ? { GlobalSecondaryIndexes: shape.GlobalSecondaryIndexes } : {}),
      ...(request.SSESpecification ? protection(request) : SSEDescription ? { SSEDescription } : {}),
      DeletionProtectionEnabled: shape.DeletionProtectionEnabled ?? false,
    },
  };
}

/** Stages the table and fills or empties the indexes that differ. */
export async function stageReshape(
  engine: Engine,
  before: Table,
  after: Table,
  writes: Writes,
): Promise<void> {
  const prefixes = (table: Table) => new Set(indexesOf(table.description).map(({ prefix }) => prefix));
  const [had, has] = [prefixes(before), prefixes(after)];
  for (const prefix of had)
    if (!has.has(prefix))
      for await (const key of engine.database.keys({ gte: prefix, lt: endOf(prefix) }))
        writes.set(key, undefined);
  const added = indexesOf(after.description).filter(({ prefix }) => !had.has(prefix));
  const items = itemsOf(after.description.TableName);
  if (added.length > 0)
    for await (const item of engine.database.values({ gte: items, lt: endOf(items) }))
      for (const [key, entry] of entriesOf(after.description, added, item as Item)) writes.set(key, entry);
  engine.tables.stage(writes, after);
}

export async function describeContinuousBackups(engine: Engine, input: JsonObject): Promise<JsonObject> {
  return { ContinuousBackupsDescription: backupsOf(engine.tables.named(nameIn(input))) };
}

export async function updateContinuousBackups(engine: Engine, input: JsonObject): Promise<JsonObject> {
  const specification = input.PointInTimeRecoverySpecification as JsonObject | undefined;
  return change(engine, nameIn(input), (table) => {
    const changed = {
      ...table,
      pointInTimeRecovery: specification?.PointInTimeRecoveryEnabled === true,
    };
    return [changed, { ContinuousBackupsDescription: backupsOf(changed) }];
  });
}

const backupsOf = ({ pointInTimeRecovery }: Table): JsonObject => ({
  ContinuousBackupsStatus: 'ENABLED',
  PointInTimeRecoveryDescription: {
    PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED',
  },
});

/** Replaces a table's settings by what `edit` makes of them, and gives its answer. */
function change(
  engine: Engine,
  name: string,
  edit: (table: Table) => readonly [Table, JsonObject],
): Promise<JsonObject> {
  return engine.write(async (writes) => {
    const [table, answer] = edit(engine.tables.named(name));
    engine.tables.stage(writes, table);
    return answer;
  });
}

function nameIn(input: JsonObject): string {
  const name = input.TableName;
  if (typeof name !== 'string')
    throw validationException(
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    );
  return name;
}
