import { AwsError } from '../aws-error.ts';

type Value = string | number | boolean | null;

/** Values that each field may have, by where it stands in an event. */
export interface Pattern {
  readonly [field: string]: readonly Value[] | Pattern;
}

/**
 * Reads an event pattern of exact values, which are all that rules use here.
 * @param path where in the whole it stands
 * @throws AwsError InvalidEventPatternException for what can
 * never be a pattern, and for operators such as `prefix`
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function readPattern(pattern: unknown, path = ''): Pattern {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern))
    throw invalid(`"${path || 'Filter'}" must be an object or an array`);
  return Object.fromEntries(
    Object.entries(pattern).map(([field, expected]): [string, Pattern[string]] => {
      const at = path === '' ? field : `${path}.${field}`;
      if (field.startsWith('$')) throw invalid(`the operator ${field} is not emulated`);
      return [field, Array.isArray(expected) ? readValues(expected, at) : readPattern(expected, at)];
    }),
  );
}

function readValues(values: readonly unknown[], at: string): readonly Value[] {
  if (values.length === 0) throw invalid('Empty arrays are not allowed');
  return values.map((value) => {
    if (value === null) return null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    throw invalid(`operators such as ${JSON.stringify(value)} at "${at}" are not emulated`);
  });
}

const invalid = (reason: string) =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

/** Whether every field of a pattern has one of its values in an event. */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    const value = memberOf(event, field);
    return isValues(expected) ? matchesValue(expected, value) : matchesNested(expected, value);
  });
}

const isValues = (expected: readonly Value[] | Pattern): expected is readonly Value[] =>
  Array.isArray(expected);

function memberOf(event: unknown, field: string): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return undefined;
  return Object.hasOwn(event, field) ? (event as Readonly<Record<string, unknown>>)[field] : undefined;
}

/** Of a list of objects one has to match as a whole. */
function matchesNested(pattern: Pattern, value: unknown): boolean {
  return Array.isArray(value)
    ? value.some((element) => matchesPattern(pattern, element))
    : matchesPattern(pattern, value);
}

/** Of a list of values one has to be among those expected. */
function matchesValue(expected: readonly Value[], value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return values.some((one) => expected.some((wanted) => wanted === one));
}
