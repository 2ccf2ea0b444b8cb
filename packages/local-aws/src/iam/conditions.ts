import { matchesArn, matchesPattern, type RequestContext, withVariables } from './pattern.ts';

/** Condition operators (IAM user guide, "IAM JSON policy elements: Condition operators"). */
interface Operator {
  readonly holds: (expected: string, actual: string, context: RequestContext) => boolean;
  /** True for the `Not...` forms, which hold when none of the expected values does. */
  readonly negated: boolean;
}

type Comparison = Operator['holds'];

const sameText: Comparison = (expected, actual, context) => withVariables(expected, context) === actual;
const sameTextAnyCase: Comparison = (expected, actual, context) =>
  withVariables(expected, context)?.toLowerCase() === actual.toLowerCase();
const like: Comparison = (expected, actual, context) => matchesPattern(expected, actual, context);
const arnLike: Comparison = (expected, actual, context) => matchesArn(expected, actual, context);
const bool: Comparison = (expected, actual) => expected.toLowerCase() === actual.toLowerCase();
const numeric =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (expected, actual) =>
    compare(Number(actual), Number(expected));
const date =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (expected, actual) =>
    compare(instant(actual), instant(expected));

const is = (holds: Comparison): Operator => ({ holds, negated: false });
const isNot = (holds: Comparison): Operator => ({ holds, negated: true });

const equal = (actual: number, expected: number) => actual === expected;
const less = (actual: number, expected: number) => actual < expected;
const atMost = (actual: number, expected: number) => actual <= expected;
const greater = (actual: number, expected: number) => actual > expected;
const atLeast = (actual: number, expected: number) => actual >= expected;

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: is(sameText),
  StringNotEquals: isNot(sameText),
  StringEqualsIgnoreCase: is(sameTextAnyCase),
  StringNotEqualsIgnoreCase: isNot(sameTextAnyCase),
  StringLike: is(like),
  StringNotLike: isNot(like),
  ArnEquals: is(arnLike),
  ArnLike: is(arnLike),
  ArnNotEquals: isNot(arnLike),
  ArnNotLike: isNot(arnLike),
  Bool: is(bool),
  NumericEquals: is(numeric(equal)),
  NumericNotEquals: isNot(numeric(equal)),
  NumericLessThan: is(numeric(less)),
  NumericLessThanEquals: is(numeric(atMost)),
  NumericGreaterThan: is(numeric(greater)),
  NumericGreaterThanEquals: is(numeric(atLeast)),
  DateEquals: is(date(equal)),
  DateNotEquals: isNot(date(equal)),
  DateLessThan: is(date(less)),
  DateLessThanEquals: is(date(atMost)),
  DateGreaterThan: is(date(greater)),
  DateGreaterThanEquals: is(date(atLeast)),
};

/** `ForAllValues:StringLikeIfExists` in its three parts. */
const OPERATOR_NAME = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

export function isConditionOperator(name: string): boolean {
  const [, , base = ''] = OPERATOR_NAME.exec(name) ?? [];
  return base === 'Null' || base in OPERATORS;
}

/** True when every operator holds for every one of its keys. */
export function conditionsHold(
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  context: RequestContext,
): boolean {
  return Object.entries(conditions).every(([name, keys]) =>
    Object.entries(keys).every(([key, expected]) => holds(name, key, expected, context)),
  );
}

function holds(name: string, key: string, expected: readonly string[], context: RequestContext): boolean {
  const [, set, base = '', ifExists] = OPERATOR_NAME.exec(name) ?? [];
  const values = context.get(key.toLowerCase());
  if (base === 'Null') return expected.every((value) => (values === undefined) === (value === 'true'));
  const operator = OPERATORS[base];
  if (!operator) return false;
  const fits = (actual: string) =>
    expected.some((value) => operator.holds(value, actual, context)) !== operator.negated;
  if (set === 'ForAllValues') return (values ?? []).every(fits);
  if (values === undefined) return ifExists !== undefined || (set === undefined && operator.negated);
  if (set === 'ForAnyValue') return values.some(fits);
  // a key with several values needs one of the two set operators
  return values.length === 1 && fits(values[0] ?? '');
}

/** Dates are ISO 8601 or seconds since the epoch. */
const instant = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
