import db from 'dynalite/db/index.js';
import { AwsError } from '../aws-error.ts';
import { act, type JsonObject, type ValidRequest, validated, validationException } from './dynalite.ts';
import { dynaliteStore } from './dynalite-store.ts';
import type { Engine } from './engine.ts';
import { CONFLICT_REASON } from './in-flight.ts';
import type { Item } from './item.ts';
import { checkKeys, itemKey, itemReference, stageWrite } from './item-operations.ts';
import { itemBytes } from './item-size.ts';
import { endOf, type Writes } from './store.ts';
import {
  capacityWish,
  digestOf,
  type Step,
  stepOf,
  tokenOf,
  transactItemsOf,
} from './transaction-request.ts';

/**
 * "The aggregate size of the items in the transaction
 * cannot exceed 4 MB" (API Reference, TransactWriteItems).
 */
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

/**
 * A finished transaction is known by its ClientRequestToken
 * for this long (API reference, TransactWriteItems).
 */
const TOKEN_VALIDITY_MS = 10 * 60 * 1000;
/** A transactional read or write consumes twice the capacity (Developer Guide, "Capacity management"). */
const TRANSACTION_CAPACITY_FACTOR = 2;

const TOKEN_PREFIX = 'transaction~';

interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

/** All writes or none. A repeated ClientRequestToken answers again without writing again. */
export async function transactWriteItems(engine: Engine, input: JsonObject): Promise<JsonObject> {
  const steps = transactItemsOf(input).map((item, index) => stepOf(item, index, input));
  const token = tokenOf(input);
  for (const { request } of steps) engine.tables.description(request.TableName);
  if (token === undefined) return writeTogether(engine, steps);
  const digest = digestOf(input);
  return engine.inFlight.once(token, async () => {
    if (await isReplay(engine, token, digest)) return {};
    return writeTogether(engine, steps, (writes) =>
      writes.set(TOKEN_PREFIX + token, { digest, expiresAtMs: engine.clock.now() + TOKEN_VALIDITY_MS }),
    );
  });
}

/**
 * Holds the items for as long as a transaction takes, then checks the conditions and writes.
 * @param stageMore adds writes to a transaction that succeeds
 */
async function writeTogether(
  engine: Engine,
  steps: readonly Step[],
  stageMore: (writes: Writes) => void = () => {},
): Promise<JsonObject> {
  checkItems(engine, steps);
  return engine.inFlight.transaction(
    steps.map(({ request }) => itemReference(engine, request)),
    async () => {
      await underWay(engine);
      return engine.write(async (writes) => {
        const outcomes = await Promise.all(steps.map((step) => attempt(engine, step, writes)));
        cancelUnlessAllSucceeded(outcomes.map(({ reason }) => reason));
        refuseLargeTransaction(steps.map(({ request }) => writes.get(itemKey(engine, request))));
        stageMore(writes);
        return consumedCapacity(
          outcomes.map(({ output }) => output),
          'WriteCapacityUnits',
        );
      });
    },
    (conflicts) =>
      engine.isolated(() =>
        cancelFor(conflicts, async (index) => {
          const step = steps[index];
          return step ? (await attempt(engine, step, new Map())).reason : { Code: 'None' };
        }),
      ),
  );
}

/** Reads up to 100 items as they were at one moment. */
export async function transactGetItems(engine: Engine, input: JsonObject): Promise<JsonObject> {
  const requests = transactItemsOf(input).map((item) =>
    validated('GetItem', { ...(item.Get as JsonObject), ...capacityWish(input), ConsistentRead: true }),
  );
  for (const request of requests) engine.tables.description(request.TableName);
  const store = dynaliteStore(engine.database, { tableOf: engine.tables.description });
  const read = (request: ValidRequest) => settle(() => act('GetItem', store, request));
  // the read reports keys that do not fit their table
  const fit = requests.every(
    ({ TableName, Key }) => !db.validateKey(Key ?? {}, engine.tables.description(TableName)),
  );
  return engine.inFlight.read(
    fit ? requests.map((request) => itemReference(engine, request)) : [],
    async () => {
      await underWay(engine);
      return engine.isolated(async () => {
        const outcomes = await Promise.all(requests.map(read));
        cancelUnlessAllSucceeded(outcomes.map(({ reason }) => reason));
        return {
          Responses: outcomes.map(({ output }) => (output.Item ? { Item: output.Item } : {})),
          ...consumedCapacity(
            outcomes.map(({ output }) => output),
            'ReadCapacityUnits',
          ),
        };
      });
    },
    (conflicts) => cancelFor(conflicts, async () => ({ Code: 'None' })),
  );
}

/** The time in which other requests conflict with a transaction. */
async function underWay({ clock, transactionMs }: Engine): Promise<void> {
  if (transactionMs > 0) await clock.sleep(transactionMs);
}

/** Cancels because of conflicts, and of errors of the other items. */
async function cancelFor(
  conflicts: readonly boolean[],
  reasonOfOther: (index: number) => Promise<CancellationReason>,
): Promise<never> {
  throw canceled(
    await Promise.all(conflicts.map((held, index) => (held ? CONFLICT_REASON : reasonOfOther(index)))),
  );
}

/** Forgets the transactions whose token is no longer valid. */
export async function forgetOldTransactions(engine: Engine): Promise<void> {
  await engine.write(async (writes) => {
    for await (const [key, record] of engine.database.iterator({
      gte: TOKEN_PREFIX,
      lt: endOf(TOKEN_PREFIX),
    }))
      if ((record as { expiresAtMs: number }).expiresAtMs <= engine.clock.now()) writes.set(key, undefined);
  });
}

async function isReplay(engine: Engine, token: string, digest: string): Promise<boolean> {
  const known = (await engine.database.get(TOKEN_PREFIX + token)) as
    | { readonly digest: string; readonly expiresAtMs: number }
    | undefined;
  if (!known || known.expiresAtMs <= engine.clock.now()) return false;
  if (known.digest !== digest)
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'Provided idempotent token is already in use, but with different request parameters',
    );
  return true;
}

/** Errors for which AWS refuses the whole request, before it checks any condition. */
function checkItems(engine: Engine, steps: readonly Step[]): void {
  for (const { operation, request } of steps) if (request.Item) checkKeys(engine, operation, request);
  cancelUnlessAllSucceeded(
    steps.map(({ operation, request }) => {
      try {
        checkKeys(engine, operation, request);
        return { Code: 'None' };
      } catch (error) {
        return reasonOf(error);
      }
    }),
  );
  if (new Set(steps.map(({ request }) => itemKey(engine, request))).size < steps.length)
    throw validationException('Transaction request cannot include multiple operations on one item');
}

function refuseLargeTransaction(written: readonly unknown[]): void {
  const bytes = written.reduce((sum: number, item) => sum + (item ? itemBytes(item as Item) : 0), 0);
  if (bytes > MAX_TRANSACTION_BYTES)
    throw validationException('The aggregate size of the items in the transaction cannot exceed 4 MB');
}

interface Outcome {
  readonly reason: CancellationReason;
  readonly output: JsonObject;
}

const attempt = (engine: Engine, step: Step, writes: Writes): Promise<Outcome> =>
  settle(() => stageWrite(engine, step.operation, step.request, writes, step.returnOldItem));

async function settle(work: () => Promise<JsonObject>): Promise<Outcome> {
  try {
    return { reason: { Code: 'None' }, output: await work() };
  } catch (error) {
    return { reason: reasonOf(error), output: {} };
  }
}

/** Codes that AWS words differently inside of a transaction. */
const REASON_CODES: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ValidationException: 'ValidationError',
};

function reasonOf(error: unknown): CancellationReason {
  const code = error instanceof AwsError ? REASON_CODES[error.code] : undefined;
  if (!(error instanceof AwsError) || code === undefined) throw error;
  return { Code: code, Message: error.message, ...error.members };
}

function cancelUnlessAllSucceeded(reasons: readonly CancellationReason[]): void {
  if (reasons.some(({ Code }) => Code !== 'None')) throw canceled(reasons);
}

const canceled = (reasons: readonly CancellationReason[]): AwsError =>
  new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    400,
    { CancellationReasons: reasons },
  );

function consumedCapacity(outputs: readonly JsonObject[], unit: string): JsonObject {
  const byTable = new Map<string, number>();
  for (const output of outputs) {
    const consumed = output.ConsumedCapacity as { TableName: string; CapacityUnits: number } | undefined;
    if (!consumed) continue;
    const units = consumed.CapacityUnits * TRANSACTION_CAPACITY_FACTOR;
    byTable.set(consumed.TableName, (byTable.get(consumed.TableName) ?? 0) + units);
  }
  if (byTable.size === 0) return {};
  return {
    ConsumedCapacity: [...byTable].map(([TableName, units]) => ({
      TableName,
      CapacityUnits: units,
      [unit]: units,
    })),
  };
}
