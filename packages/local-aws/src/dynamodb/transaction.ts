import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { act, type JsonObject, type ValidRequest, validated, validationException } from './dynalite.ts';
import { dynaliteStore } from './dynalite-store.ts';
import type { Engine } from './engine.ts';
import { checkKeys, itemKey, returnsOldItem, stageWrite, type WriteOperation } from './item-operations.ts';
import { endOf, type Writes } from './store.ts';

/** A transaction may hold this many items (DynamoDB quotas). */
const MAX_TRANSACTION_ITEMS = 100;
/** A finished transaction is known by its ClientRequestToken for this long (API reference, TransactWriteItems). */
const TOKEN_VALIDITY_MS = 10 * 60 * 1000;
const MAX_TOKEN_LENGTH = 36;
/** A transactional read or write consumes twice the capacity (Developer Guide, "Capacity management"). */
const TRANSACTION_CAPACITY_FACTOR = 2;

const TOKEN_PREFIX = 'transaction~';

/** What can stand in one of the TransactItems, and the operation whose rules it follows. */
const KINDS = {
  ConditionCheck: { operation: 'ConditionCheck', rules: 'DeleteItem' },
  Delete: { operation: 'DeleteItem', rules: 'DeleteItem' },
  Put: { operation: 'PutItem', rules: 'PutItem' },
  Update: { operation: 'UpdateItem', rules: 'UpdateItem' },
} as const satisfies Record<string, { operation: WriteOperation; rules: string }>;

interface Step {
  readonly operation: WriteOperation;
  readonly request: ValidRequest;
  readonly returnOldItem: boolean;
}

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
  const digest = createHash('sha256').update(canonical(input.TransactItems)).digest('hex');

  return engine.write(async (writes) => {
    if (token !== undefined && (await isReplay(engine, token, digest))) return {};
    checkItems(engine, steps);
    const outcomes = await Promise.all(steps.map((step) => attempt(engine, step, writes)));
    cancelUnlessAllSucceeded(outcomes.map(({ reason }) => reason));
    if (token !== undefined)
      writes.set(TOKEN_PREFIX + token, { digest, expiresAtMs: engine.clock.now() + TOKEN_VALIDITY_MS });
    return consumedCapacity(
      outcomes.map(({ output }) => output),
      'WriteCapacityUnits',
    );
  });
}

/** Reads up to 100 items as they were at one moment. */
export async function transactGetItems(engine: Engine, input: JsonObject): Promise<JsonObject> {
  const requests = transactItemsOf(input).map((item) =>
    validated('GetItem', { ...(item.Get as JsonObject), ...capacityWish(input), ConsistentRead: true }),
  );
  for (const request of requests) engine.tables.description(request.TableName);
  const store = dynaliteStore(engine.database, { tableOf: engine.tables.description });
  return engine.isolated(async () => {
    const outcomes = await Promise.all(
      requests.map((request) => settle(() => act('GetItem', store, request))),
    );
    cancelUnlessAllSucceeded(outcomes.map(({ reason }) => reason));
    return {
      Responses: outcomes.map(({ output }) => (output.Item ? { Item: output.Item } : {})),
      ...consumedCapacity(
        outcomes.map(({ output }) => output),
        'ReadCapacityUnits',
      ),
    };
  });
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

function transactItemsOf(input: JsonObject): readonly JsonObject[] {
  const items = input.TransactItems;
  const refuse = (value: string, constraint: string): never => {
    throw validationException(
      `1 validation error detected: Value ${value} at 'transactItems' failed to satisfy constraint: ${constraint}`,
    );
  };
  if (items === undefined || items === null) return refuse('null', 'Member must not be null');
  if (!Array.isArray(items))
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected');
  if (items.length === 0) return refuse("'[]'", 'Member must have length greater than or equal to 1');
  if (items.length > MAX_TRANSACTION_ITEMS)
    return refuse("'[...]'", `Member must have length less than or equal to ${MAX_TRANSACTION_ITEMS}`);
  return items;
}

function stepOf(item: JsonObject, index: number, input: JsonObject): Step {
  const [kind, ...more] = Object.keys(item).filter((name): name is keyof typeof KINDS => name in KINDS);
  if (kind === undefined || more.length > 0)
    throw validationException('TransactItems can only contain one of Check, Put, Update or Delete');
  const { operation, rules } = KINDS[kind];
  const body = item[kind] as JsonObject;
  const required = { ConditionCheck: 'ConditionExpression', Update: 'UpdateExpression' };
  const missing = kind in required ? required[kind as keyof typeof required] : undefined;
  if (missing && body[missing] === undefined) {
    const member = `transactItems.${index + 1}.member.${lowerFirst(kind)}.${lowerFirst(missing)}`;
    throw validationException(
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return {
    operation,
    request: validated(rules, { ...body, ...capacityWish(input) }),
    returnOldItem: returnsOldItem(body),
  };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const capacityWish = (input: JsonObject): JsonObject =>
  input.ReturnConsumedCapacity ? { ReturnConsumedCapacity: input.ReturnConsumedCapacity } : {};

function tokenOf(input: JsonObject): string | undefined {
  const token = input.ClientRequestToken as string | undefined;
  if (token !== undefined && (token.length < 1 || token.length > MAX_TOKEN_LENGTH))
    throw validationException(
      `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to ${MAX_TOKEN_LENGTH}`,
    );
  return token;
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

/** What AWS refuses as a whole, before it looks at any condition. */
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
  if (reasons.every(({ Code }) => Code === 'None')) return;
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    400,
    { CancellationReasons: reasons },
  );
}

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

/** JSON with sorted members, so that equal requests are equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}
