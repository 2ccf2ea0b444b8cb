import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import type { Template } from './definition.ts';
import { StateError } from './state-error.ts';

/** Variables of an expression: the reserved `$states` and the variables assigned so far. */
export interface Scope {
  readonly states: {
    readonly input: unknown;
    readonly context: Readonly<Record<string, unknown>>;
    readonly result?: unknown;
    readonly errorOutput?: unknown;
  };
  readonly variables: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch: what `$now()` and `$millis()` give. */
  readonly now: number;
}

const compiled = new Map<string, jsonata.Expression>();

/**
 * An expression that never ends must fail its state, not
 * stop the local cloud. AWS doesn't say its own limits.
 */
const GUARDRAILS = { timeout: 5000, stack: 5000 };

/**
 * Fills a template: every string `{% ... %}` in it is replaced by its expression's value.
 * Throws `States.QueryEvaluationError` with the field, as Step Functions words it.
 */
export async function fillTemplate(template: Template, field: string, scope: Scope): Promise<unknown> {
  if (typeof template === 'string') {
    const source = expressionIn(template);
    return source === undefined ? template : evaluate(source, template, field, scope);
  }
  if (Array.isArray(template)) {
    return Promise.all(template.map((part, index) => fillTemplate(part, `${field}[${index}]`, scope)));
  }
  if (typeof template !== 'object' || template === null) return template;
  const filled = Object.entries(template).map(
    async ([key, part]) => [key, await fillTemplate(part, `${field}/${key}`, scope)] as const,
  );
  return Object.fromEntries(await Promise.all(filled));
}

/** Why the expressions in a template cannot be read; nothing when they can. */
export function unreadableExpressions(template: Template): string[] {
  if (typeof template === 'object' && template !== null)
    return Object.values(template).flatMap(unreadableExpressions);
  const source = typeof template === 'string' ? expressionIn(template) : undefined;
  if (source === undefined) return [];
  try {
    compile(source);
    return [];
  } catch (error) {
    return [`the JSONata expression '${template}' cannot be read: ${(error as Error).message}`];
  }
}

function expressionIn(template: string): string | undefined {
  return template.startsWith('{%') && template.endsWith('%}') ? template.slice(2, -2) : undefined;
}

async function evaluate(source: string, template: string, field: string, scope: Scope): Promise<unknown> {
  let value: unknown;
  try {
    value = await compile(source).evaluate(undefined, {
      ...scope.variables,
      states: scope.states,
      ...functionsAt(scope.now),
    });
  } catch (error) {
    const reason = (error as Error).message;
    throw queryError(
      `The JSONata expression '${template}' specified for the field '${field}' threw an error during evaluation. ${reason}`,
    );
  }
  if (value === undefined) {
    throw queryError(
      `The JSONata expression '${template}' specified for the field '${field}' returned nothing (undefined).`,
    );
  }
  if (typeof value === 'function') {
    throw queryError(
      `The JSONata expression '${template}' specified for the field '${field}' returned an unsupported result type.`,
    );
  }
  // jsonata marks its arrays with hidden properties; only the JSON of a value may go on
  return JSON.parse(JSON.stringify(value));
}

function compile(source: string): jsonata.Expression {
  let expression = compiled.get(source);
  if (!expression) {
    expression = jsonata(source, GUARDRAILS);
    compiled.set(source, expression);
  }
  return expression;
}

const queryError = (cause: string) => new StateError('States.QueryEvaluationError', cause);

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The functions that Step Functions adds to JSONata, and the clock functions on the emulator's own clock. */
function functionsAt(now: number) {
  return {
    partition: (values: readonly unknown[], size: number) =>
      Array.from({ length: Math.ceil(values.length / size) }, (_, part) =>
        values.slice(part * size, (part + 1) * size),
      ),
    range: (start: number, end: number, step: number) =>
      Array.from({ length: Math.max(0, Math.floor((end - start) / step) + 1) }, (_, at) => start + at * step),
    hash: (data: string, algorithm: string) => {
      const name = HASHES[algorithm];
      if (!name)
        throw new Error(`unsupported hash algorithm ${algorithm}; use ${Object.keys(HASHES).join(', ')}`);
      return createHash(name).update(data, 'utf8').digest('hex');
    },
    random: (seed?: number) => (seed === undefined ? Math.random() : seededRandom(seed)),
    uuid: () => randomUUID(),
    parse: (text: string) => JSON.parse(text),
    millis: () => now,
    now: (picture?: string, timezone?: string) =>
      compile('$fromMillis(millis, picture, timezone)').evaluate({ millis: now, picture, timezone }),
    eval: () => {
      throw new Error('$eval is not supported');
    },
  };
}

/** The first number of a mulberry32 generator: the same seed gives the same number, in [0, 1). */
function seededRandom(seed: number): number {
  let mixed = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
