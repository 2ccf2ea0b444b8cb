import type { AccessCheck } from '../emulator.ts';
import { type JsonObject, validated } from './dynalite.ts';
import type { AttributeValue, Item, TableDescription } from './item.ts';
import { typeOf } from './item.ts';
import type { Tables } from './table.ts';

/** Where the tables of this machine live, to name those that do not exist too. */
interface Place {
  readonly tables: Tables;
  readonly region: string;
  readonly accountId: string;
}

/** IAM actions of the members of a transaction (Developer Guide, "Using IAM with transactions"). */
const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/**
 * Returns the IAM checks of a request. Every check on items carries `dynamodb:LeadingKeys`, the partition
 * keys that the request touches; a scan touches them all and carries none, as in AWS. A table with a key of
 * its own also asks for `kms:Decrypt` on it, because DynamoDB uses the key in the caller's name.
 */
export function accessChecks(operation: string, input: JsonObject, place: Place): readonly AccessCheck[] {
  if (operation === 'ListTables') return [{ action: 'dynamodb:ListTables', resource: '*' }];
  const checks = itemChecks(operation, input, place);
  const keys = new Set(
    checks.map(({ table }) => place.tables.get(table)?.description.SSEDescription?.KMSMasterKeyArn),
  );
  return [
    ...checks.map(({ check }) => check),
    ...[...keys].flatMap((key) =>
      key?.startsWith('arn:')
        ? [
            {
              action: 'kms:Decrypt',
              resource: key,
              context: { 'kms:ViaService': `dynamodb.${place.region}.amazonaws.com` },
            },
          ]
        : [],
    ),
  ];
}

interface TableCheck {
  readonly table: string;
  readonly check: AccessCheck;
}

function itemChecks(operation: string, input: JsonObject, place: Place): readonly TableCheck[] {
  const check = (
    action: string,
    table: string,
    keys?: readonly AttributeValue[],
    index?: string,
  ): TableCheck => ({
    table,
    check: {
      action: `dynamodb:${action}`,
      resource: `${arnOf(table, place)}${index === undefined ? '' : `/index/${index}`}`,
      ...(keys ? { context: { 'dynamodb:LeadingKeys': keys.flatMap(textOf) } } : {}),
    },
  });
  const partitionKeys = (table: string, items: readonly unknown[]): AttributeValue[] =>
    items.flatMap((item) => {
      const name = place.tables.get(table)?.description.KeySchema[0]?.AttributeName;
      const value = name === undefined ? undefined : (item as Item | undefined)?.[name];
      return value ? [value] : [];
    });

  switch (operation) {
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return listOf(input.TransactItems).flatMap((item) =>
        Object.entries(item).map(([kind, member]) => {
          const { TableName, Key, Item } = member as JsonObject;
          const table = String(TableName);
          return check(TRANSACTION_ACTIONS[kind] ?? kind, table, partitionKeys(table, [Key ?? Item]));
        }),
      );
    case 'BatchWriteItem':
      return Object.entries((input.RequestItems ?? {}) as Record<string, unknown>).map(([table, requests]) =>
        check(
          operation,
          table,
          partitionKeys(
            table,
            listOf(requests).map((r) => {
              const put = r.PutRequest as JsonObject | undefined;
              const deleted = r.DeleteRequest as JsonObject | undefined;
              return put?.Item ?? deleted?.Key;
            }),
          ),
        ),
      );
    case 'Query':
    case 'Scan': {
      const table = String(input.TableName);
      const index = input.IndexName as string | undefined;
      const keys =
        operation === 'Query' ? queriedKeys(input, place.tables.get(table)?.description) : undefined;
      return [check(operation, table, keys, index)];
    }
    default: {
      const table = String(input.TableName);
      const item = input.Key ?? input.Item;
      return [check(operation, table, item ? partitionKeys(table, [item]) : undefined)];
    }
  }
}

/** The partition key that a query names; none for a query that will be refused anyway. */
function queriedKeys(input: JsonObject, table: TableDescription | undefined): readonly AttributeValue[] {
  const indexes = [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.LocalSecondaryIndexes ?? [])];
  const index = indexes.find(({ IndexName }) => IndexName === input.IndexName);
  const name = (index?.KeySchema ?? table?.KeySchema)?.[0]?.AttributeName;
  try {
    const conditions = validated('Query', input).KeyConditions;
    return name === undefined ? [] : (conditions?.[name]?.AttributeValueList ?? []);
  } catch {
    return [];
  }
}

const arnOf = (table: string, { region, accountId }: Place): string =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;

const listOf = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value : []);

function textOf(value: AttributeValue): string[] {
  const type = typeOf(value);
  return type === undefined ? [] : [String(value[type])];
}
