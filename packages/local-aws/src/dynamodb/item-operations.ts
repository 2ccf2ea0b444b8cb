import db from 'dynalite/db/index.js';
import { AwsError } from '../aws-error.ts';
import { type Expression, fulfils } from './condition.ts';
import {
  act,
  type JsonObject,
  refuse,
  type ValidRequest,
  validated,
  validationException,
} from './dynalite.ts';
import { dynaliteStore, STORE_OPTIONS } from './dynalite-store.ts';
import type { Engine } from './engine.ts';
import type { ItemReference } from './in-flight.ts';
import { type Item, type Key, keyOf } from './item.ts';
import { itemBytes } from './item-size.ts';
import { itemsOf, type Writes } from './store.ts';
import { independentUpdates } from './update-expression.ts';

/** The operations on one item that write, and the check that a transaction may hold beside them. */
export type WriteOperation = 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheck';

export async function putItem(engine: Engine, input: JsonObject): Promise<JsonObject> {
  return writeOne(engine, 'PutItem', input);
}

export async function updateItem(engine: Engine, input: JsonObject): Promise<JsonObject> {
  return writeOne(engine, 'UpdateItem', input);
}

export async function deleteItem(engine: Engine, input: JsonObject): Promise<JsonObject> {
  return writeOne(engine, 'DeleteItem', input);
}

async function writeOne(
  engine: Engine,
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem',
  input: JsonObject,
): Promise<JsonObject> {
  const request = validated(operation, input);
  checkKeys(engine, operation, request);
  const returnOldItem = returnsOldItem(input);
  return engine.write((writes) =>
    engine.inFlight.write(itemReference(engine, request), () =>
      stageWrite(engine, operation, request, writes, returnOldItem),
    ),
  );
}

/** `ReturnValuesOnConditionCheckFailure`, which dynalite does not know. */
export function returnsOldItem(input: JsonObject): boolean {
  const wanted = input.ReturnValuesOnConditionCheckFailure;
  if (wanted === undefined || wanted === 'NONE' || wanted === 'ALL_OLD') return wanted === 'ALL_OLD';
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${String(wanted)}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
  );
}

/** Refuses a request whose key, item or update does not fit its table. */
export function checkKeys(engine: Engine, operation: WriteOperation, request: ValidRequest): void {
  const table = engine.tables.description(request.TableName);
  if (request.Item) refuse(db.validateItem(request.Item, table));
  if (request.Key) refuse(db.validateKey(request.Key, table));
  if (operation === 'UpdateItem')
    refuse(db.validateUpdates(request.AttributeUpdates, request._updates, table));
}

/** Name of the item that a request is about: the same text for the same item of the same table. */
export function itemKey(engine: Engine, request: Pick<ValidRequest, 'TableName' | 'Item' | 'Key'>): string {
  const table = engine.tables.description(request.TableName);
  return itemsOf(table.TableName) + db.createKey(request.Item ?? request.Key ?? {}, table);
}

/** The item of a request; its keys must have been checked. */
export function itemReference(
  engine: Engine,
  request: Pick<ValidRequest, 'TableName' | 'Item' | 'Key'>,
): ItemReference {
  const key = keyOf(engine.tables.description(request.TableName), request.Item ?? request.Key ?? {});
  const values = Object.values(key).flatMap((value) => Object.values(value));
  return { table: request.TableName, key: itemKey(engine, request), name: values.join(' ') };
}

/**
 * Checks the condition and carries out one write, into `writes`.
 * Throws ConditionalCheckFailedException, with the item as it was when `returnOldItem` asks for it.
 */
export async function stageWrite(
  engine: Engine,
  operation: WriteOperation,
  request: ValidRequest,
  writes: Writes,
  returnOldItem: boolean,
): Promise<JsonObject> {
  const key = itemKey(engine, request);
  const before = (await engine.database.get(key)) as Item | undefined;
  const { _condition, _updates, ...unconditional } = request;
  if (_condition && !fulfils(before ?? {}, _condition.expression)) throw conditionFailed();
  if (operation === 'ConditionCheck') return capacityOfRead(request, before);
  try {
    const store = dynaliteStore(engine.database, { tableOf: engine.tables.description, writes });
    const output = await act(operation, store, {
      ...unconditional,
      ...(_updates ? { _updates: independentUpdates(_updates, before ?? {}) } : {}),
    });
    refuseLargeItem(operation, writes.get(key) as Item | undefined);
    return withoutEmptyAttributes(output);
  } catch (error) {
    // the condition of the older `Expected` parameter is left to dynalite
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException')
      throw conditionFailed();
    throw error;
  }

  function conditionFailed(): AwsError {
    return new AwsError(
      'ConditionalCheckFailedException',
      'The conditional request failed',
      400,
      returnOldItem && before ? { Item: before } : {},
    );
  }
}

/** dynalite counts characters where DynamoDB counts bytes. */
function refuseLargeItem(operation: WriteOperation, item: Item | undefined): void {
  if (!item || itemBytes(item) <= STORE_OPTIONS.maxItemSize) return;
  throw validationException(
    operation === 'UpdateItem'
      ? 'Item size to update has exceeded the maximum allowed size'
      : 'Item size has exceeded the maximum allowed size',
  );
}

function capacityOfRead(request: ValidRequest, item: Item | undefined): JsonObject {
  if (!['TOTAL', 'INDEXES'].includes(request.ReturnConsumedCapacity ?? '')) return {};
  return {
    ConsumedCapacity: { TableName: request.TableName, CapacityUnits: db.capacityUnits(item, false, true) },
  };
}

/** AWS leaves `Attributes` out when no attribute is in it. */
function withoutEmptyAttributes(output: Record<string, unknown>): JsonObject {
  const { Attributes, ...others } = output;
  return Attributes && Object.keys(Attributes).length > 0 ? output : others;
}

export async function getItem(engine: Engine, input: JsonObject): Promise<JsonObject> {
  return act('GetItem', readable(engine), validated('GetItem', input));
}

/** One write of a batch. */
interface BatchedWrite {
  readonly table: string;
  readonly write: {
    readonly PutRequest?: { readonly Item: Item };
    readonly DeleteRequest?: { readonly Key: Key };
  };
}

/**
 * Writes a batch. Items held by a transaction are returned as unprocessed: AWS documents that each write of a
 * batch is isolated from transactions, but lists no conflict among the errors of the operation.
 */
export async function batchWriteItem(engine: Engine, input: JsonObject): Promise<JsonObject> {
  const request = validated('BatchWriteItem', input);
  const asked = Object.entries(request.RequestItems as Record<string, BatchedWrite['write'][]>).flatMap(
    ([table, writes]) => writes.map((write) => ({ table, write })),
  );
  return engine.write((writes) => {
    const store = dynaliteStore(engine.database, { tableOf: engine.tables.description, writes });
    const carryOut = (batch: readonly BatchedWrite[]): Promise<JsonObject> =>
      act('BatchWriteItem', store, { ...request, RequestItems: byTable(batch) });
    // the action reports keys that do not fit their table
    if (!asked.every((write) => hasKey(engine, write))) return carryOut(asked);
    const items = asked.map(({ table, write: { PutRequest, DeleteRequest } }) =>
      itemReference(engine, { TableName: table, ...PutRequest, ...DeleteRequest }),
    );
    return engine.inFlight.batch(items, async (conflicts) => {
      const free = asked.filter((_, index) => !conflicts[index]);
      const held = asked.filter((_, index) => conflicts[index]);
      const output = free.length > 0 ? await carryOut(free) : {};
      return { ...output, UnprocessedItems: byTable(held) };
    });
  });
}

function hasKey(engine: Engine, { table, write: { PutRequest, DeleteRequest } }: BatchedWrite): boolean {
  const description = engine.tables.description(table);
  const problem = PutRequest
    ? db.validateItem(PutRequest.Item, description)
    : db.validateKey(DeleteRequest?.Key ?? {}, description);
  return !problem;
}

function byTable(batch: readonly BatchedWrite[]): Record<string, readonly BatchedWrite['write'][]> {
  const tables: Record<string, BatchedWrite['write'][]> = {};
  for (const { table, write } of batch) tables[table] = [...(tables[table] ?? []), write];
  return tables;
}

export async function query(engine: Engine, input: JsonObject): Promise<JsonObject> {
  return select(engine, 'Query', input);
}

export async function scan(engine: Engine, input: JsonObject): Promise<JsonObject> {
  return select(engine, 'Scan', input);
}

/** An expression that every item fulfils. */
const ALWAYS: Expression = {
  type: 'not',
  args: [{ type: 'function', name: 'attribute_exists', args: [['\u0000']] }],
};

/** Reads with dynalite, then filters and projects the items here: see condition.ts for why. */
async function select(engine: Engine, operation: 'Query' | 'Scan', input: JsonObject): Promise<JsonObject> {
  const request = validated(operation, input);
  const { _filter, _projection, Select } = request;
  const store = readable(engine, request.ExclusiveStartKey);
  if (!_filter) return act(operation, store, request);
  const { Items, ...output } = await act(operation, store, {
    ...request,
    Select: Select === 'COUNT' ? undefined : Select,
    _filter: { ..._filter, expression: ALWAYS },
    ...(_projection ? { _projection: { ..._projection, paths: undefined } } : {}),
  });
  const kept = (Items as readonly Item[]).filter((item) => fulfils(item, _filter.expression));
  const paths = _projection?.paths;
  return {
    ...output,
    Count: kept.length,
    ...(Select === 'COUNT' ? {} : { Items: paths ? kept.map((item) => db.mapPaths(paths, item)) : kept }),
  };
}

const readable = (engine: Engine, exclusiveStartKey?: Key): object =>
  dynaliteStore(engine.database, { tableOf: engine.tables.description, exclusiveStartKey });
