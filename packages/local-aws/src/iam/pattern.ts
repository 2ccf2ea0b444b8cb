/** Patterns of policies: `*`, `?` and variables such as `${aws:PrincipalTag/tenant}`. */

/** Values of condition keys and policy variables; names are lowercase, since keys ignore case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Pieces of a pattern: text that stands for itself, or one of the two wildcards. */
type Piece = { readonly text: string } | '*' | '?';

const VARIABLE = /\$\{([^}]*)\}/;
/** `${key, 'value where the key is missing'}` */
const WITH_DEFAULT = /^\s*([^,]+?)\s*,\s*'([^']*)'\s*$/;
/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const LITERALS: ReadonlySet<string> = new Set(['*', '?', '$']);
const ARN_PARTS = 6;

/** Patterns that are kept compiled; sessions bring policies of their own, without end. */
const MAX_COMPILED = 10_000;
/** Patterns without variables, which mean the same to every request. */
const compiled = new Map<string, RegExp>();

/** True when `value` fits the pattern. A variable without a single value fits nothing. */
export function matchesPattern(pattern: string, value: string, context: RequestContext): boolean {
  const known = compiled.get(pattern);
  if (known) return known.test(value);
  const pieces = piecesOf(pattern, context);
  if (pieces === undefined) return false;
  const expression = toRegExp(pieces);
  if (!VARIABLE.test(pattern)) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression.test(value);
}

/**
 * True when an ARN fits the pattern: part by part, so that a wildcard never reaches over a colon of the head.
 */
export function matchesArn(pattern: string, arn: string, context: RequestContext): boolean {
  if (pattern === '*') return true;
  const patternParts = arnParts(pattern.split(PATTERN_COLON));
  const parts = arnParts(arn.split(':'));
  if (patternParts.length !== parts.length) return false;
  return patternParts.every((part, index) => matchesPattern(part, parts[index] ?? '', context));
}

/**
 * The text of a pattern whose wildcards stand for themselves; undefined when a variable has no single value.
 */
export function withVariables(pattern: string, context: RequestContext): string | undefined {
  const pieces = piecesOf(pattern, context);
  return pieces?.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}

/** The value of a variable is literal text: a tag `*` is a star, not a wildcard. */
function piecesOf(pattern: string, context: RequestContext): Piece[] | undefined {
  const variable = VARIABLE.exec(pattern);
  if (!variable) return wildcardsOf(pattern);
  const value = substituteFor(variable[1] ?? '', context);
  const rest = piecesOf(pattern.slice(variable.index + variable[0].length), context);
  if (value === undefined || rest === undefined) return undefined;
  return [...wildcardsOf(pattern.slice(0, variable.index)), { text: value }, ...rest];
}

function substituteFor(variable: string, context: RequestContext): string | undefined {
  if (LITERALS.has(variable)) return variable;
  const [, name = variable.trim(), fallback] = WITH_DEFAULT.exec(variable) ?? [];
  const values = context.get(name.toLowerCase());
  if (!values) return fallback;
  return values.length === 1 ? values[0] : undefined;
}

function wildcardsOf(text: string): Piece[] {
  const split = text.split(/([*?])/).filter((part) => part !== '');
  return split.map((part): Piece => (part === '*' || part === '?' ? part : { text: part }));
}

function toRegExp(pieces: readonly Piece[]): RegExp {
  const source = pieces.map((piece) => {
    if (piece === '*') return '.*';
    if (piece === '?') return '.';
    return piece.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 's');
}

/** A colon, but not one inside a variable. */
const PATTERN_COLON = /:(?![^{}]*\})/;

/** `arn`, partition, service, region, account, and everything behind them. */
const arnParts = (parts: readonly string[]): string[] => [
  ...parts.slice(0, ARN_PARTS - 1),
  parts.slice(ARN_PARTS - 1).join(':'),
];
