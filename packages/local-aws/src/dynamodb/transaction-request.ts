import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { type JsonObject, type ValidRequest, validated, validationException } from './dynalite.ts';
import { returnsOldItem, type WriteOperation } from './item-operations.ts';

/** A transaction may hold this many items (DynamoDB quotas). */
const MAX_TRANSACTION_ITEMS = 100;
const MAX_TOKEN_LENGTH = 36;

/** Kinds of TransactItems, and the operation whose rules each follows. */
const KINDS = {
  ConditionCheck: { operation: 'ConditionCheck', rules: 'DeleteItem' },
  Delete: { operation: 'DeleteItem', rules: 'DeleteItem' },
  Put: { operation: 'PutItem', rules: 'PutItem' },
  Update: { operation: 'UpdateItem', rules: 'UpdateItem' },
} as const satisfies Record<string, { operation: WriteOperation; rules: string }>;

/** One item of a TransactWriteItems request. */
export interface Step {
  readonly operation: WriteOperation;
  readonly request: ValidRequest;
  readonly returnOldItem: boolean;
}

/** @throws AwsError if there are none, or more than a transaction may have */
export function transactItemsOf(input: JsonObject): readonly JsonObject[] {
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

/** @param index position of the item, for error messages */
export function stepOf(item: JsonObject, index: number, input: JsonObject): Step {
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

export const capacityWish = (input: JsonObject): JsonObject =>
  input.ReturnConsumedCapacity ? { ReturnConsumedCapacity: input.ReturnConsumedCapacity } : {};

export function tokenOf(input: JsonObject): string | undefined {
  const token = input.ClientRequestToken as string | undefined;
  if (token !== undefined && (token.length < 1 || token.length > MAX_TOKEN_LENGTH))
    throw validationException(
      `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to ${MAX_TOKEN_LENGTH}`,
    );
  return token;
}

/** Digest of the items of a request, to compare requests that have the same token. */
export const digestOf = (input: JsonObject): string =>
  createHash('sha256').update(canonical(input.TransactItems)).digest('hex');

/** JSON with sorted members, so that equal requests are equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}
