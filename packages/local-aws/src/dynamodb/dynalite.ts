import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import { AwsError } from '../aws-error.ts';
import { type Expression, orderingProblem, type Path } from './condition.ts';
import { STORE_OPTIONS } from './dynalite-store.ts';
import type { Item, Key } from './item.ts';
import type { Updates } from './update-expression.ts';

/*
 * What is taken from dynalite: the validation of requests with AWS's own messages, the parsers of the
 * expressions, and the actions on items. Its server, its store and its tables are not used.
 */

/** An error that dynalite means to be answered; everything else it throws is a fault. */
export interface DynaliteError extends Error {
  readonly statusCode: number;
  readonly body: JsonObject & { readonly __type: string };
}

const RULES = {
  BatchWriteItem: batchWriteItemRules,
  CreateTable: createTableRules,
  DeleteItem: deleteItemRules,
  GetItem: getItemRules,
  PutItem: putItemRules,
  Query: queryRules,
  Scan: scanRules,
  UpdateItem: updateItemRules,
};

const ACTIONS = {
  BatchWriteItem: batchWriteItem,
  DeleteItem: deleteItem,
  GetItem: getItem,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  UpdateItem: updateItem,
};

export type JsonObject = Readonly<Record<string, unknown>>;

/** A request that has passed validation, with its expressions parsed. */
export interface ValidRequest extends JsonObject {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Key;
  readonly Select?: string;
  readonly ExclusiveStartKey?: Key;
  readonly ReturnConsumedCapacity?: string;
  readonly KeyConditions?: Readonly<Record<string, { readonly AttributeValueList: readonly Item[string][] }>>;
  readonly AttributeUpdates?: unknown;
  readonly _updates?: Updates;
  readonly _condition?: { readonly expression: Expression };
  readonly _filter?: { readonly expression: Expression };
  readonly _projection?: { readonly paths?: readonly Path[] | undefined };
}

/** Checks a request as DynamoDB does before it looks at any table; throws the error that AWS answers. */
export function validated(operation: keyof typeof RULES, input: JsonObject): ValidRequest {
  const { types, custom } = RULES[operation];
  try {
    const request = validations.checkTypes(structuredClone(input), types);
    validations.checkValidations(request, types, custom, { options: STORE_OPTIONS });
    return ordered(request as unknown as ValidRequest);
  } catch (error) {
    throw awsErrorOf(error);
  }
}

/** Refuses what dynalite's parser lets through. */
function ordered(request: ValidRequest): ValidRequest {
  const expressions = { ConditionExpression: request._condition, FilterExpression: request._filter };
  for (const [name, parsed] of Object.entries(expressions)) {
    const problem = parsed && orderingProblem(parsed.expression);
    if (problem !== undefined) throw validationException(`Invalid ${name}: ${problem}`);
  }
  return request;
}

/** Carries out a validated request on a store. */
export function act(
  operation: keyof typeof ACTIONS,
  store: object,
  request: JsonObject,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    ACTIONS[operation](store, request, (error, output) => {
      if (error) reject(awsErrorOf(error));
      else resolve(output ?? {});
    });
  });
}

/** Throws what one of dynalite's checks has found, if it has found anything. */
export function refuse(found: DynaliteError | undefined | null): void {
  if (found) throw awsErrorOf(found);
}

function awsErrorOf(error: unknown): unknown {
  if (!isDynaliteError(error)) return error;
  const { __type, message, Message, ...members } = error.body;
  return new AwsError(
    __type.slice(__type.indexOf('#') + 1),
    String(message ?? Message ?? ''),
    error.statusCode,
    members,
  );
}

const isDynaliteError = (error: unknown): error is DynaliteError =>
  error instanceof Error && 'statusCode' in error && 'body' in error;

/** A ValidationException with AWS's wording. */
export const validationException = (message: string): AwsError =>
  new AwsError('ValidationException', message);
