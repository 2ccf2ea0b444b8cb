import { isIP } from 'node:net';
import { AwsError } from '../aws-error.ts';

type Form = (argument: unknown) => boolean;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Form = (argument) => typeof argument === 'string';
const isScalar: Form = (argument) => isText(argument) || typeof argument === 'number';

/** Text, or `{ "equals-ignore-case": text }`. */
const isTextOfAnyCase: Form = (argument) =>
  isText(argument) ||
  (isObject(argument) && Object.keys(argument).length === 1 && isText(argument['equals-ignore-case']));

const isComparison = (operator: unknown, limit: unknown) =>
  ['=', '<', '<=', '>', '>='].includes(String(operator)) && typeof limit === 'number';

const isNumeric: Form = (argument) =>
  Array.isArray(argument) &&
  argument.length > 0 &&
  argument.every((_, at) => at % 2 === 1 || isComparison(argument[at], argument[at + 1]));

const isNetwork: Form = (argument) => {
  const [base = '', bits = '', ...rest] = String(argument).split('/');
  const mostBits = isIP(base) === 6 ? 128 : 32;
  return isIP(base) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= mostBits && rest.length === 0;
};

const NEGATABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/** A value, several values, or an operator on one or several texts. */
const isExclusion: Form = (argument) => {
  if (!isObject(argument)) return [argument].flat().every(isScalar) && [argument].flat().length > 0;
  const [operator = '', ...others] = Object.keys(argument);
  const operands = [argument[operator]].flat();
  return (
    others.length === 0 &&
    NEGATABLE.includes(operator) &&
    operands.length > 0 &&
    operands.every(isTextOfAnyCase)
  );
};

/** What the argument of each operator has to look like. */
const OPERANDS: Readonly<Record<string, Form>> = {
  prefix: isTextOfAnyCase,
  suffix: isTextOfAnyCase,
  'equals-ignore-case': isText,
  wildcard: isText,
  exists: (argument) => typeof argument === 'boolean',
  numeric: isNumeric,
  cidr: isNetwork,
  'anything-but': isExclusion,
};

/** Throws `InvalidEventPatternException` for what can never be a pattern. `path` is where in the whole it stands. */
export function checkPattern(pattern: unknown, path = ''): void {
  if (!isObject(pattern)) throw invalid(`${path || 'Filter'} is not an object`);
  for (const [field, expected] of Object.entries(pattern)) {
    const at = path === '' ? field : `${path}.${field}`;
    if (field === '$or') checkBranches(expected, path);
    else if (Array.isArray(expected)) checkAlternatives(expected, at);
    else if (isObject(expected)) checkPattern(expected, at);
    else throw invalid(`"${at}" must be an object or an array`);
  }
}

function checkBranches(branches: unknown, path: string): void {
  if (!Array.isArray(branches) || branches.length < 2)
    throw invalid('"$or" must be an array of at least two patterns');
  for (const branch of branches) checkPattern(branch, path);
}

function checkAlternatives(alternatives: readonly unknown[], at: string): void {
  if (alternatives.length === 0) throw invalid('Empty arrays are not allowed');
  for (const alternative of alternatives) {
    if (Array.isArray(alternative)) throw invalid(`"${at}" must not hold arrays`);
    if (!isObject(alternative)) continue;
    for (const [operator, argument] of Object.entries(alternative)) {
      const form = OPERANDS[operator];
      if (!form) throw invalid(`Unrecognized match type ${operator} at "${at}"`);
      if (!form(argument)) throw invalid(`The argument of ${operator} at "${at}" has the wrong form`);
    }
  }
}

const invalid = (reason: string) =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
