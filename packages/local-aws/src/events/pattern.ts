import { BlockList, isIP } from 'node:net';

type Pattern = Readonly<Record<string, unknown>>;
type Test = (value: unknown, argument: unknown) => boolean;

/**
 * Whether an event matches an event pattern: every field must match one of its alternatives.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    if (field === '$or')
      return (expected as readonly Pattern[]).some((branch) => matchesPattern(branch, event));
    const value = memberOf(event, field);
    return Array.isArray(expected) ? matchesLeaf(expected, value) : matchesNested(expected as Pattern, value);
  });
}

function memberOf(event: unknown, field: string): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return undefined;
  return Object.hasOwn(event, field) ? (event as Pattern)[field] : undefined;
}

/** Of a list of objects one has to match as a whole. */
function matchesNested(pattern: Pattern, value: unknown): boolean {
  return Array.isArray(value)
    ? value.some((element) => matchesPattern(pattern, element))
    : matchesPattern(pattern, value);
}

/** Of a list of values one has to match one alternative. An object is no value: only what is inside it can match. */
function matchesLeaf(alternatives: readonly unknown[], value: unknown): boolean {
  const values = Array.isArray(value) && value.length > 0 ? value : [value];
  return values.some((one) => alternatives.some((alternative) => matchesAlternative(alternative, one)));
}

function matchesAlternative(alternative: unknown, value: unknown): boolean {
  if (typeof alternative !== 'object' || alternative === null) return alternative === value;
  return Object.entries(alternative).some(
    ([operator, argument]) => OPERATORS[operator]?.(value, argument) ?? false,
  );
}

const onText =
  (test: (value: string, argument: string) => boolean): Test =>
  (value, argument) =>
    typeof value === 'string' && typeof argument === 'string' && test(value, argument);

const lower = (text: string) => text.toLowerCase();

/** An operator whose argument may say that case doesn't matter: `{ prefix: { "equals-ignore-case": "a" } }`. */
const onTextOfAnyCase =
  (test: (value: string, argument: string) => boolean): Test =>
  (value, argument) => {
    if (typeof argument !== 'object' || argument === null) return onText(test)(value, argument);
    const insensitive = (argument as Pattern)['equals-ignore-case'];
    return onText((text, part) => test(lower(text), lower(part)))(value, insensitive);
  };

const isScalar = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);

const OPERATORS: Readonly<Record<string, Test>> = {
  prefix: onTextOfAnyCase((value, prefix) => value.startsWith(prefix)),
  suffix: onTextOfAnyCase((value, suffix) => value.endsWith(suffix)),
  'equals-ignore-case': onText((value, other) => lower(value) === lower(other)),
  wildcard: onText(matchesWildcard),
  exists: (value, expected) => isScalar(value) === expected,
  numeric: (value, comparisons) =>
    typeof value === 'number' && isWithin(value, comparisons as readonly unknown[]),
  cidr: onText(isInNetwork),
  'anything-but': (value, excluded) => isScalar(value) && !isExcluded(value, excluded),
};

function isExcluded(value: unknown, excluded: unknown): boolean {
  if (Array.isArray(excluded)) return excluded.includes(value);
  if (typeof excluded !== 'object' || excluded === null) return excluded === value;
  return Object.entries(excluded).some(([operator, argument]) =>
    [argument].flat().some((one) => OPERATORS[operator]?.(value, one) ?? false),
  );
}

/** `*` stands for any text; a backslash takes that meaning from the character behind it. */
function matchesWildcard(value: string, pattern: string): boolean {
  const parts = pattern.match(/\\.|\*|[^\\*]+|\\$/gsu) ?? [];
  const source = parts.map((part) => (part === '*' ? '.*' : escaped(part.replace(/^\\(.)/s, '$1'))));
  return new RegExp(`^${source.join('')}$`, 's').test(value);
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** `[">", 0, "<=", 5]`: every comparison has to hold. */
function isWithin(value: number, comparisons: readonly unknown[]): boolean {
  for (let at = 0; at < comparisons.length; at += 2) {
    if (!COMPARISONS[String(comparisons[at])]?.(value, Number(comparisons[at + 1]))) return false;
  }
  return true;
}

function isInNetwork(address: string, network: string): boolean {
  const [base = '', bits] = network.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || isIP(address) !== isIP(base)) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(bits), family);
  return list.check(address, family);
}
