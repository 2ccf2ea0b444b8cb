import db from 'dynalite/db/index.js';
import type { AttributeValue, Item } from './item.ts';
import { typeOf } from './item.ts';

/*
 * Evaluates condition and filter expressions that dynalite has parsed. Its own evaluator takes '' and false
 * for a missing attribute and compares lists and maps by reference; this one follows the DynamoDB Developer
 * Guide, "Condition and filter expressions, operators, and functions".
 */

/** Attribute names and list indexes, outermost first. */
export type Path = readonly (string | number)[];

interface SizeOf {
  readonly type: 'function';
  readonly name: 'size';
  readonly args: readonly [Operand];
}

type Operand = Path | AttributeValue | SizeOf;

/** A node of dynalite's syntax tree. */
export type Expression =
  | { readonly type: 'and' | 'or'; readonly args: readonly [Expression, Expression] }
  | { readonly type: 'not'; readonly args: readonly [Expression] }
  | { readonly type: 'function'; readonly name: string; readonly args: readonly Operand[] }
  | { readonly type: Comparator | 'between' | 'in'; readonly args: readonly Operand[] };

type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** Whether an item (`{}` for one that does not exist) fulfils an expression. */
export function fulfils(item: Item, expression: Expression): boolean {
  switch (expression.type) {
    case 'and':
      return fulfils(item, expression.args[0]) && fulfils(item, expression.args[1]);
    case 'or':
      return fulfils(item, expression.args[0]) || fulfils(item, expression.args[1]);
    case 'not':
      return !fulfils(item, expression.args[0]);
    default: {
      const [first, ...others] = expression.args.map((operand) => resolve(operand, item));
      if (expression.type === 'function') return call(expression.name, first, others[0]);
      if (expression.type === 'in') return others.some((other) => equal(first, other));
      if (expression.type === 'between')
        return compare('>=', first, others[0]) && compare('<=', first, others[1]);
      return compare(expression.type, first, others[0]);
    }
  }
}

const ORDERED_TYPES: readonly (string | undefined)[] = ['S', 'N', 'B'];

/**
 * Returns AWS's message for an expression that orders values
 * without an order, such as `a < :list`; else undefined.
 */
export function orderingProblem(expression: Expression): string | undefined {
  switch (expression.type) {
    case 'and':
    case 'or':
    case 'not':
      return expression.args.map(orderingProblem).find((problem) => problem !== undefined);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'between': {
      const types = expression.args.flatMap((operand) =>
        isPath(operand) || isSize(operand) ? [] : [typeOf(operand)],
      );
      const unordered = types.find((type) => !ORDERED_TYPES.includes(type));
      return unordered === undefined
        ? undefined
        : `Incorrect operand type for operator or function; operator or function: ${expression.type.toUpperCase()}, operand type: ${unordered}`;
    }
    default:
      return undefined;
  }
}

function call(
  name: string,
  value: AttributeValue | undefined,
  argument: AttributeValue | undefined,
): boolean {
  switch (name) {
    case 'attribute_exists':
      return value !== undefined;
    case 'attribute_not_exists':
      return value === undefined;
    case 'attribute_type':
      return value !== undefined && typeOf(value) === argument?.S;
    case 'begins_with':
      return beginsWith(value, argument);
    case 'contains':
      return contains(value, argument);
    default:
      throw new Error(`the expression parser let an unknown function through: ${name}`);
  }
}

function compare(comparator: Comparator, left?: AttributeValue, right?: AttributeValue): boolean {
  if (comparator === '=') return equal(left, right);
  if (comparator === '<>') return !equal(left, right);
  const order = orderOf(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

/** Negative, zero or positive; undefined when the two can't be ordered. */
function orderOf(left?: AttributeValue, right?: AttributeValue): number | undefined {
  if (left?.S !== undefined && right?.S !== undefined)
    return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if (left?.B !== undefined && right?.B !== undefined) return Buffer.compare(bytes(left.B), bytes(right.B));
  if (left?.N !== undefined && right?.N !== undefined) {
    if (db.compare('LT', left, [right])) return -1;
    return db.compare('GT', left, [right]) ? 1 : 0;
  }
  return undefined;
}

/** Whether two values are the same: numbers by value, sets in any order. */
export function equal(left?: AttributeValue, right?: AttributeValue): boolean {
  if (!left || !right || typeOf(left) !== typeOf(right)) return false;
  if (left.L && right.L) {
    const others = right.L;
    return left.L.length === others.length && left.L.every((value, index) => equal(value, others[index]));
  }
  if (left.M && right.M) {
    const others = right.M;
    const names = Object.keys(left.M);
    return (
      names.length === Object.keys(others).length &&
      Object.entries(left.M).every(([name, value]) => equal(value, others[name]))
    );
  }
  const [setA, setB] = [left.SS ?? left.NS ?? left.BS, right.SS ?? right.NS ?? right.BS];
  if (setA && setB) return setA.length === setB.length && setA.every((element) => setB.includes(element));
  if (left.N !== undefined) return orderOf(left, right) === 0;
  return left.S === right.S && left.B === right.B && left.BOOL === right.BOOL;
}

function beginsWith(value?: AttributeValue, prefix?: AttributeValue): boolean {
  if (value?.S !== undefined && prefix?.S !== undefined) return value.S.startsWith(prefix.S);
  if (value?.B === undefined || prefix?.B === undefined) return false;
  const wanted = bytes(prefix.B);
  return bytes(value.B).subarray(0, wanted.length).equals(wanted);
}

function contains(value?: AttributeValue, wanted?: AttributeValue): boolean {
  if (!value || !wanted) return false;
  if (value.S !== undefined && wanted.S !== undefined) return value.S.includes(wanted.S);
  if (value.B !== undefined && wanted.B !== undefined) return bytes(value.B).includes(bytes(wanted.B));
  if (value.SS && wanted.S !== undefined) return value.SS.includes(wanted.S);
  if (value.NS && wanted.N !== undefined) return value.NS.some((N) => equal({ N }, wanted));
  if (value.BS && wanted.B !== undefined) return value.BS.includes(wanted.B);
  return value.L?.some((element) => equal(element, wanted)) ?? false;
}

function resolve(operand: Operand, item: Item): AttributeValue | undefined {
  if (isPath(operand)) return at(operand, item);
  if (!isSize(operand)) return operand;
  const size = sizeOf(resolve(operand.args[0], item));
  return size === undefined ? undefined : { N: String(size) };
}

const isPath = (operand: Operand): operand is Path => Array.isArray(operand);
const isSize = (operand: AttributeValue | SizeOf): operand is SizeOf => 'type' in operand;

/** The value at a document path; undefined where there is none. */
export function at(path: Path, item: Item): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) value = typeof step === 'number' ? value?.L?.[step] : value?.M?.[step];
  return value;
}

/** Returns the value of `size()`: characters, bytes or elements; undefined for types without a size. */
function sizeOf(value?: AttributeValue): number | undefined {
  if (value?.S !== undefined) return value.S.length;
  if (value?.B !== undefined) return bytes(value.B).length;
  if (value?.M) return Object.keys(value.M).length;
  return (value?.SS ?? value?.NS ?? value?.BS ?? value?.L)?.length;
}

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
