import {
  DeleteItemCommand,
  type DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';

/** Random requests on few keys and few attributes, so that they meet each other. */

const aValue = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'b').map((S) => ({ S })),
  fc.constantFrom('0', '1', '-2.5', '10').map((N) => ({ N })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true }),
  fc.constantFrom(['a'], ['a', 'b']).map((SS) => ({ SS })),
  fc.constantFrom([], [{ S: 'a' }], [{ N: '1' }, { S: '' }]).map((L) => ({ L })),
  fc.constantFrom({}, { x: { N: '1' } }, { x: { S: 'a' } }).map((M) => ({ M })),
);
const PARTITIONS = ['1', '2', '3'];
const SORT_KEYS = ['a', 'b'];
/** Every key that an operation can touch. */
export const ALL_KEYS = PARTITIONS.flatMap((pk) => SORT_KEYS.map((sk) => ({ pk: { S: pk }, sk: { S: sk } })));
const aKey = fc.record({
  pk: fc.constantFrom(...PARTITIONS).map((S) => ({ S })),
  sk: fc.constantFrom(...SORT_KEYS).map((S) => ({ S })),
});
const anItem = fc
  .tuple(aKey, fc.dictionary(fc.constantFrom('f', 'g', 'h'), aValue, { maxKeys: 3 }))
  .map(([key, rest]) => ({ ...key, ...rest }));

const CONDITIONS = [
  'attribute_exists(f)',
  'attribute_not_exists(f)',
  'attribute_type(f, :type)',
  'f = :v',
  'f <> :v',
  'f < :v',
  'f >= :v',
  'f IN (:v, :w)',
  'begins_with(f, :text)',
  'contains(f, :v)',
  'size(f) > :one',
  'NOT f = :v AND attribute_exists(g)',
  'f = :v OR g = :w',
  'f.x = :v',
  'f[0] = :v',
];
const UPDATES = [
  'SET f = :v',
  'SET f = :v, g = if_not_exists(g, :w)',
  'SET f = f + :one',
  'SET h = list_append(if_not_exists(h, :list), :list)',
  'SET f.x = :v',
  'REMOVE f',
  'REMOVE f, g SET h = :v',
  'ADD f :one',
  'ADD g :set',
  'DELETE g :set',
];
const VALUES = {
  ':type': fc.constantFrom('S', 'N', 'BOOL', 'NULL', 'SS', 'L', 'M').map((S) => ({ S })),
  ':v': aValue,
  ':w': aValue,
  ':text': fc.constantFrom('', 'a').map((S) => ({ S })),
  ':one': fc.constant({ N: '1' }),
  ':list': fc.constant({ L: [{ S: 'z' }] }),
  ':set': fc.constantFrom(['a'], ['b', 'c']).map((SS) => ({ SS })),
};

/** An expression with the values that it names, and no others. */
const withValues = (
  name: 'ConditionExpression' | 'UpdateExpression' | 'FilterExpression',
  expressions: readonly string[],
) =>
  fc.constantFrom(...expressions).chain((expression) => {
    const used = Object.entries(VALUES).filter(([value]) => new RegExp(`${value}\\b`).test(expression));
    return fc.record(Object.fromEntries(used)).map((values) => ({
      [name]: expression,
      ...(used.length > 0 ? { ExpressionAttributeValues: values } : {}),
    }));
  });
const maybeCondition = fc.oneof(fc.constant({}), withValues('ConditionExpression', CONDITIONS));
const returns = (...values: string[]) => fc.constantFrom(...values).map((ReturnValues) => ({ ReturnValues }));
const anOldItem = fc.constantFrom({}, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });

const aPut = fc.tuple(anItem, maybeCondition).map(([Item, condition]) => ({ Item, ...condition }));
const anUpdate = fc
  .tuple(aKey, withValues('UpdateExpression', UPDATES))
  .map(([Key, update]) => ({ Key, ...update }));
const aDelete = fc.tuple(aKey, maybeCondition).map(([Key, condition]) => ({ Key, ...condition }));
const aCheck = fc
  .tuple(aKey, withValues('ConditionExpression', CONDITIONS))
  .map(([Key, condition]) => ({ Key, ...condition }));

const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((objects) => Object.assign({}, ...objects) as object);

export const anOperation = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    input: merged(aPut, returns('NONE', 'ALL_OLD'), anOldItem),
  }),
  fc.record({
    kind: fc.constant('update' as const),
    input: merged(anUpdate, returns('NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'), anOldItem),
  }),
  fc.record({
    kind: fc.constant('delete' as const),
    input: merged(aDelete, returns('NONE', 'ALL_OLD'), anOldItem),
  }),
  fc.record({ kind: fc.constant('get' as const), input: merged(aKey.map((Key) => ({ Key }))) }),
  fc.record({
    kind: fc.constant('query' as const),
    input: merged(
      withValues('FilterExpression', CONDITIONS),
      fc.constantFrom(...PARTITIONS).map((partition) => ({ partition })),
    ),
  }),
  fc.record({
    kind: fc.constant('transact' as const),
    input: fc
      .array(
        fc.oneof(
          aPut.map((Put) => ({ Put })),
          anUpdate.map((Update) => ({ Update })),
          aDelete.map((Delete) => ({ Delete })),
          aCheck.map((ConditionCheck) => ({ ConditionCheck })),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((items): object => ({ items })),
  }),
);

export type FuzzOperation = typeof anOperation extends fc.Arbitrary<infer T> ? T : never;

/** The answer without what may differ from one server to another: metadata, and the wording of errors. */
export async function send(
  client: DynamoDBClient,
  TableName: string,
  operation: FuzzOperation,
): Promise<unknown> {
  try {
    const {
      $metadata: _,
      ConsumedCapacity: __,
      ItemCollectionMetrics: ___,
      ...output
    } = await client.send(commandOf(TableName, operation) as PutItemCommand);
    return normalized(output);
  } catch (error) {
    // some witnesses answer a fault of their own with a page of HTML
    if (!(error instanceof DynamoDBServiceException)) return { fault: String(error).slice(0, 80) };
    const { CancellationReasons, Item } = error as {
      CancellationReasons?: { Code?: string; Item?: unknown }[];
      Item?: unknown;
    };
    return {
      error: error.name,
      reasons: CancellationReasons?.map((reason) => [reason.Code, normalized(reason.Item)]),
      item: normalized(Item),
    };
  }
}

function commandOf(TableName: string, { kind, input }: FuzzOperation) {
  // the generated input has the members of its command, which the generators' types do not express
  const request = { TableName, ...input } as never;
  switch (kind) {
    case 'put':
      return new PutItemCommand(request);
    case 'update':
      return new UpdateItemCommand(request);
    case 'delete':
      return new DeleteItemCommand(request);
    case 'get':
      return new GetItemCommand(request);
    case 'query':
      return queryCommand(TableName, input as { partition: string; ExpressionAttributeValues?: object });
    case 'transact':
      return new TransactWriteItemsCommand({
        TransactItems: (input as { items: Record<string, object>[] }).items.map((item) =>
          Object.fromEntries(Object.entries(item).map(([name, body]) => [name, { TableName, ...body }])),
        ) as never,
      });
  }
}

function queryCommand(
  TableName: string,
  { partition, ...filter }: { partition: string; ExpressionAttributeValues?: object },
): QueryCommand {
  return new QueryCommand({
    TableName,
    ...filter,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ...filter.ExpressionAttributeValues, ':pk': { S: partition } },
  });
}

/** Members in one order, elements of sets in one order, missing members left out. */
function normalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalized);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, name === 'SS' ? [...(member as string[])].sort() : normalized(member)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}
