import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { JsonObject } from './dynalite.ts';
import type { SecondaryIndex, TableDescription } from './item.ts';
import type { Database, Writes } from './store.ts';

/** A table and its settings, as they are kept. */
export interface Table {
  readonly description: TableDescription;
  /** Attribute that holds the epoch seconds after which an item is removed. */
  readonly timeToLiveAttribute?: string;
  readonly pointInTimeRecovery: boolean;
  /** View type of the table's stream; absent for a table without one. */
  readonly streamViewType?: string;
}

/** All tables; they are few, so they are also held in memory. */
export interface Tables {
  names(): string[];
  get(name: string): Table | undefined;
  /** Throws ResourceNotFoundException as the operations on items word it. */
  description(name: string): TableDescription;
  /** Throws ResourceNotFoundException as the operations on tables word it. */
  named(name: string): Table;
  /** Adds a write that keeps the table; call {@link Tables.committed} once the write is on disk. */
  stage(writes: Writes, table: Table): void;
  stageRemoval(writes: Writes, name: string): void;
  /** Takes over what was staged. */
  committed(writes: Writes): void;
}

const PREFIX = 'table~';

export async function openTables(database: Database): Promise<Tables> {
  const tables = new Map<string, Table>();
  for await (const [key, table] of database.iterator({ gte: PREFIX, lt: `${PREFIX}\xFF` }))
    tables.set(key.slice(PREFIX.length), table as Table);

  return {
    names: () => [...tables.keys()].sort(),
    get: (name) => tables.get(name),
    description: (name) => {
      const table = tables.get(name);
      if (!table) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
      return table.description;
    },
    named: (name) => {
      const table = tables.get(name);
      if (!table)
        throw new AwsError(
          'ResourceNotFoundException',
          `Requested resource not found: Table: ${name} not found`,
        );
      return table;
    },
    stage: (writes, table) => writes.set(PREFIX + table.description.TableName, table),
    stageRemoval: (writes, name) => writes.set(PREFIX + name, undefined),
    committed: (writes) => {
      for (const [key, table] of writes) {
        if (!key.startsWith(PREFIX)) continue;
        if (table) tables.set(key.slice(PREFIX.length), table as Table);
        else tables.delete(key.slice(PREFIX.length));
      }
    },
  };
}

/** Where a table lives and when it was made. */
export interface Placement {
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The table that a CreateTable request, or a template in the same words, asks for. */
export function tableOf(request: JsonObject, { region, accountId, now }: Placement): Table {
  const name = String(request.TableName);
  const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
  const onDemand = request.BillingMode === 'PAY_PER_REQUEST';
  const throughput = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  const described = (index: SecondaryIndex): SecondaryIndex => ({
    ...index,
    IndexArn: `${arn}/index/${index.IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
  });
  const globalIndexes = request.GlobalSecondaryIndexes as readonly SecondaryIndex[] | undefined;
  const localIndexes = request.LocalSecondaryIndexes as readonly SecondaryIndex[] | undefined;
  return {
    description: {
      TableName: name,
      TableArn: arn,
      TableStatus: 'ACTIVE',
      KeySchema: request.KeySchema as TableDescription['KeySchema'],
      AttributeDefinitions: request.AttributeDefinitions as TableDescription['AttributeDefinitions'],
      TableId: randomUUID(),
      CreationDateTime: now / 1000,
      ItemCount: 0,
      TableSizeBytes: 0,
      ProvisionedThroughput: { ...throughput, ...(request.ProvisionedThroughput as object | undefined) },
      ...(onDemand ? { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } } : {}),
      ...(globalIndexes?.length
        ? {
            GlobalSecondaryIndexes: globalIndexes.map((index) => ({
              ProvisionedThroughput: throughput,
              ...described(index),
              IndexStatus: 'ACTIVE',
            })),
          }
        : {}),
      ...(localIndexes?.length ? { LocalSecondaryIndexes: localIndexes.map(described) } : {}),
      ...protection(request),
    },
    pointInTimeRecovery: false,
  };
}

/** The part of a description that says how a table is encrypted and guarded. */
export function protection(request: JsonObject): Partial<TableDescription> {
  const sse = request.SSESpecification as JsonObject | undefined;
  const key = sse?.KMSMasterKeyId as string | undefined;
  const encrypted = sse?.Enabled ?? sse?.SSEEnabled;
  return {
    DeletionProtectionEnabled: request.DeletionProtectionEnabled === true,
    ...(encrypted === true
      ? { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', ...(key ? { KMSMasterKeyArn: key } : {}) } }
      : {}),
  };
}
