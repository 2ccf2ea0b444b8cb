/** Values by period, oldest first; undefined where a period has none. */
export type Values = readonly (number | undefined)[];

/** Value of an expression: one number, one series, or the many that SEARCH finds. */
export type MathValue = number | Values | readonly LabelledValues[];

export interface LabelledValues {
  readonly label: string;
  readonly values: Values;
}

export interface MathScope {
  /** Series of a query by its id. */
  series(id: string): Values;
  /** Series that match a search, such as `{FaceIdv,Operation} MetricName="RekognitionCall"`. */
  search(pattern: string, statisticName: string): readonly LabelledValues[];
}

type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'operation'; readonly operator: string; readonly left: Node; readonly right: Node };

type Binary = (left: number, right: number) => number | undefined;

const OPERATORS: Readonly<Record<string, Binary>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  // CloudWatch has no value where it would divide by zero
  '/': (left, right) => (right === 0 ? undefined : left / right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
};

/** Weakest first. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];

/**
 * Evaluates a metric math expression: arithmetic, comparisons,
 * IF, FILL and SEARCH, which are what the templates use.
 * @throws Error for anything else, naming it.
 */
export function evaluateMath(expression: string, scope: MathScope): MathValue {
  return evaluate(parse(expression), scope);
}

function evaluate(node: Node, scope: MathScope): MathValue {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'id':
      return scope.series(node.name);
    case 'text':
      throw new Error(`'${node.value}' stands where a number or a metric should`);
    case 'operation':
      return combine(
        [single(evaluate(node.left, scope)), single(evaluate(node.right, scope))],
        ([left, right]) =>
          left === undefined || right === undefined ? undefined : OPERATORS[node.operator]?.(left, right),
      );
    case 'call':
      return call(node.name, node.args, scope);
  }
}

function call(name: string, args: readonly Node[], scope: MathScope): MathValue {
  const value = (index: number): number | Values => {
    const node = args[index];
    if (!node) throw new Error(`${name} needs more arguments`);
    return single(evaluate(node, scope));
  };
  switch (name) {
    case 'IF':
      return combine([value(0), value(1), args[2] ? value(2) : []], ([condition, yes, no]) =>
        condition === undefined ? undefined : condition !== 0 ? yes : no,
      );
    case 'FILL':
      return combine([value(0), value(1)], ([present, filler]) => present ?? filler);
    case 'SEARCH': {
      const [pattern, statisticName] = args;
      if (pattern?.kind !== 'text' || statisticName?.kind !== 'text')
        throw new Error('SEARCH needs two texts');
      return scope.search(pattern.value, statisticName.value);
    }
    default:
      throw new Error(`the metric math function ${name} is not emulated; there are IF, FILL and SEARCH`);
  }
}

/** Applies a function period by period; numbers stand for the same value in every period. */
function combine(
  values: readonly (number | Values)[],
  apply: (values: readonly (number | undefined)[]) => number | undefined,
): number | Values {
  const length = Math.max(0, ...values.map((value) => (typeof value === 'number' ? 0 : value.length)));
  if (values.every((value) => typeof value === 'number')) return apply(values as number[]) ?? Number.NaN;
  return Array.from({ length }, (_, index) =>
    apply(values.map((value) => (typeof value === 'number' ? value : value[index]))),
  );
}

function single(value: MathValue): number | Values {
  if (typeof value === 'number') return value;
  if (value.some((item) => typeof item === 'object'))
    throw new Error('SEARCH gives many metrics and cannot be calculated with here');
  return value as Values;
}

function parse(expression: string): Node {
  const tokens =
    expression.match(/\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_]*|'[^']*'|"[^"]*"|[<>=!]=|[-+*/<>(),]|\S/g) ?? [];
  let position = 0;
  const next = (): string => tokens[position++] ?? '';
  const expect = (token: string): void => {
    const got = next();
    if (got !== token)
      throw new Error(`metric math "${expression}": expected "${token}", got "${got || 'the end'}"`);
  };

  const operation = (level: number): Node => {
    const operators = PRECEDENCE[level];
    if (!operators) return primary();
    let left = operation(level + 1);
    while (operators.includes(tokens[position] ?? '')) {
      const operator = next();
      left = { kind: 'operation', operator, left, right: operation(level + 1) };
    }
    return left;
  };

  const primary = (): Node => {
    const token = next();
    if (token === '(') {
      const inner = operation(0);
      expect(')');
      return inner;
    }
    if (token === '-')
      return { kind: 'operation', operator: '-', left: { kind: 'number', value: 0 }, right: primary() };
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (/^['"]/.test(token)) return { kind: 'text', value: token.slice(1, -1) };
    if (!/^[A-Za-z]/.test(token))
      throw new Error(`metric math "${expression}": "${token || 'the end'}" is not expected here`);
    if (tokens[position] !== '(') return { kind: 'id', name: token };
    next();
    const args: Node[] = [];
    while (tokens[position] !== ')') {
      args.push(operation(0));
      if (tokens[position] === ',') next();
      else break;
    }
    expect(')');
    return { kind: 'call', name: token, args };
  };

  const root = operation(0);
  if (position < tokens.length)
    throw new Error(`metric math "${expression}": "${tokens[position]}" is not expected here`);
  return root;
}
