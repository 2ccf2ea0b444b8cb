import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { CloudResponse, Emulator } from '../emulator.ts';
import { accessChecks } from './access.ts';
import type { JsonObject } from './dynalite.ts';
import { createEngine, type Engine } from './engine.ts';
import { type Contention, createInFlight } from './in-flight.ts';
import { batchWriteItem, deleteItem, getItem, putItem, query, scan, updateItem } from './item-operations.ts';
import { provisionTable, TABLE_TYPE } from './provision.ts';
import { requestIn } from './request.ts';
import { type Database, openDatabase } from './store.ts';
import { createStreams, type Streams } from './stream.ts';
import { openTables } from './table.ts';
import {
  createTable,
  deleteTable,
  describeContinuousBackups,
  describeTable,
  listTables,
  updateContinuousBackups,
} from './table-operations.ts';
import { removeExpiredItems } from './time-to-live.ts';
import { forgetOldTransactions, transactGetItems, transactWriteItems } from './transaction.ts';

/** AWS removes expired items "within a few days"; a minute shows the same to those who wait for it. */
const SWEEP_INTERVAL_MS = 60_000;
/**
 * Shortest duration of a transaction. AWS documents no figure; a few milliseconds let concurrent transactions
 * overlap as they do on AWS without slowing down a laptop.
 */
const DEFAULT_TRANSACTION_MS = 5;

const OPERATIONS: Readonly<Record<string, (engine: Engine, input: JsonObject) => Promise<JsonObject>>> = {
  BatchWriteItem: batchWriteItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeTable: describeTable,
  GetItem: getItem,
  ListTables: listTables,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UpdateContinuousBackups: updateContinuousBackups,
  UpdateItem: updateItem,
};

export interface DynamoDb extends Emulator {
  /** Removes expired items and old transaction tokens now, instead of at the next turn of the sweeper. */
  sweep(): Promise<void>;
  /** Conflicts since the start, for tests and benchmarks. */
  contention(): Contention;
  /** The streams of the tables, which event source mappings read. */
  readonly streams: Pick<Streams, 'read' | 'last' | 'position' | 'keepPosition'>;
}

export interface DynamoDbSettings {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /**
   * How long a transaction holds its items, in milliseconds
   * of the clock; 0 for no longer than its work takes.
   */
  readonly transactionMs?: number;
  /** Called for each item-level request that is rejected by a conflict. */
  readonly onConflict?: (table: string) => void;
}

/** With a folder for its LevelDB, or with a store that is open. */
export type DynamoDbOptions = DynamoDbSettings &
  ({ readonly dataDir: string } | { readonly database: Database });

/**
 * The local DynamoDB. Items live in a LevelDB below `dataDir`; every request that writes is one atomic,
 * synced batch, so that what was acknowledged survives kill -9 and a transaction is never half there.
 */
export async function createDynamoDb(options: DynamoDbOptions): Promise<DynamoDb> {
  const database =
    'database' in options ? options.database : await openDatabase(join(options.dataDir, 'dynamodb'));
  const { clock, region, accountId, transactionMs = DEFAULT_TRANSACTION_MS } = options;
  const inFlight = createInFlight(options.onConflict);
  const tables = await openTables(database);
  const streams = createStreams(database, tables, clock);
  const parts = { database, tables, clock, region, accountId };
  const engine = createEngine({ ...parts, inFlight, streams, transactionMs });
  const closing = new AbortController();

  const sweep = async (): Promise<void> => {
    await removeExpiredItems(engine);
    await forgetOldTransactions(engine);
    await streams.trim();
  };
  const sweeper = (async () => {
    while (!closing.signal.aborted) {
      await clock.sleep(SWEEP_INTERVAL_MS, closing.signal);
      await sweep();
    }
  })().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });

  return {
    service: 'dynamodb',
    operations: Object.keys(OPERATIONS),
    resourceTypes: [TABLE_TYPE],
    provision: async (resources) => {
      for (const resource of resources)
        if (resource.type === TABLE_TYPE) await provisionTable(engine, resource);
    },
    handle: async (request) => {
      const operation = OPERATIONS[request.operation ?? ''];
      if (!operation)
        throw new AwsError(
          'UnknownOperationException',
          `DynamoDB's ${request.operation ?? '(no X-Amz-Target)'} is not emulated on this machine`,
        );
      return answer(await operation(engine, requestIn(request) as JsonObject));
    },
    accessChecks: (request) =>
      accessChecks(request.operation ?? '', requestIn(request) as JsonObject, engine),
    sweep,
    contention: () => inFlight.contention(),
    streams,
    close: async () => {
      closing.abort();
      await sweeper;
      await engine.close();
    },
  };
}

function answer(output: JsonObject): CloudResponse {
  const body = JSON.stringify(output);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': String(crc32(body)) },
    body,
  };
}
