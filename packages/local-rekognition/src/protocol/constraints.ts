import { RekognitionError } from '../rekognition-error.ts';
import type { Shape, StructureShape } from './shapes.ts';

interface Violation {
  readonly path: string;
  /** The value as the message shows it. */
  readonly shown: string;
  readonly constraint: string;
}

/** A message that names more helps nobody, and a request can have thousands of wrong members. */
const MAX_REPORTED_VIOLATIONS = 10;

/** Long values are truncated: a message should not contain a whole document. */
const MAX_SHOWN_CHARACTERS = 256;

/**
 * Checks an input against the constraints of the service model. Throws the ValidationException that AWS's
 * common request layer answers, in its words.
 */
export function checkConstraints(shape: StructureShape, input: Readonly<Record<string, unknown>>): void {
  const violations = violationsOf(shape, input, '');
  if (violations.length === 0) return;
  const sentences = violations
    .slice(0, MAX_REPORTED_VIOLATIONS)
    .map(
      ({ path, shown, constraint }) =>
        `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`,
    );
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
  throw new RekognitionError('ValidationException', `${count}: ${sentences.join('; ')}`);
}

function violationsOf(shape: Shape, value: unknown, path: string): Violation[] {
  const own = RULES.filter((rule) => rule.fails(shape, value)).map((rule) => ({
    path,
    shown: show(shape, value),
    constraint: rule.constraint(shape),
  }));
  return [...own, ...nestedViolations(shape, value, path)];
}

function nestedViolations(shape: Shape, value: unknown, path: string): Violation[] {
  switch (shape.kind) {
    case 'list':
      return (value as readonly unknown[]).flatMap((item, index) =>
        violationsOf(shape.member, item, `${path}.${index + 1}.member`),
      );
    case 'map':
      return Object.entries(value as object).flatMap(([key, item]) => [
        ...violationsOf(shape.key, key, path),
        ...violationsOf(shape.value, item, `${path}.${key}.member`),
      ]);
    case 'structure': {
      const given = value as Readonly<Record<string, unknown>>;
      return Object.entries(shape.members).flatMap(([name, member]) => {
        const memberPath = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
        if (given[name] !== undefined) return violationsOf(member, given[name], memberPath);
        if (!shape.required.includes(name)) return [];
        return [{ path: memberPath, shown: 'null', constraint: 'Member must not be null' }];
      });
    }
    default:
      return [];
  }
}

interface Rule {
  readonly fails: (shape: Shape, value: unknown) => boolean;
  readonly constraint: (shape: Shape) => string;
}

const RULES: readonly Rule[] = [
  {
    fails: (shape, value) => limitOf(shape, 'max') < magnitudeOf(shape, value),
    constraint: (shape) =>
      `Member must have ${measureOf(shape)} less than or equal to ${limitOf(shape, 'max')}`,
  },
  {
    fails: (shape, value) => limitOf(shape, 'min') > magnitudeOf(shape, value),
    constraint: (shape) =>
      `Member must have ${measureOf(shape)} greater than or equal to ${limitOf(shape, 'min')}`,
  },
  {
    fails: (shape, value) =>
      shape.kind === 'string' && shape.pattern !== undefined && !matchesWhole(shape.pattern, value as string),
    constraint: (shape) =>
      `Member must satisfy regular expression pattern: ${shape.kind === 'string' ? shape.pattern : ''}`,
  },
  {
    fails: (shape, value) =>
      shape.kind === 'string' && shape.values !== undefined && !shape.values.includes(value as string),
    constraint: (shape) =>
      `Member must satisfy enum value set: [${shape.kind === 'string' ? shape.values?.join(', ') : ''}]`,
  },
];

function limitOf(shape: Shape, end: 'min' | 'max'): number {
  const limit = end in shape ? (shape as { readonly min?: number; readonly max?: number })[end] : undefined;
  return limit ?? (end === 'min' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
}

/** Returns the value that `min` and `max` limit: a number itself, the length of anything else. */
function magnitudeOf(shape: Shape, value: unknown): number {
  if (shape.kind === 'integer' || shape.kind === 'float') return value as number;
  if (shape.kind === 'map') return Object.keys(value as object).length;
  if (shape.kind === 'structure' || shape.kind === 'boolean') return 0;
  return (value as { readonly length: number }).length;
}

function measureOf(shape: Shape): string {
  return shape.kind === 'integer' || shape.kind === 'float' ? 'value' : 'length';
}

const COMPILED_PATTERNS = new Map<string, RegExp>();

function matchesWhole(pattern: string, value: string): boolean {
  const compiled = COMPILED_PATTERNS.get(pattern) ?? new RegExp(`^(?:${pattern})$`, 'u');
  COMPILED_PATTERNS.set(pattern, compiled);
  return compiled.test(value);
}

/** Bytes are never shown: they are somebody's face. */
function show(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'blob':
      return `'java.nio.HeapByteBuffer[pos=0 lim=${(value as Uint8Array).length} cap=${(value as Uint8Array).length}]'`;
    case 'list':
      return `'[${cut((value as readonly unknown[]).join(', '))}]'`;
    case 'map':
      return `'{${cut(Object.keys(value as object).join(', '))}}'`;
    default:
      return `'${cut(String(value))}'`;
  }
}

function cut(text: string): string {
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}...`;
}

/** The service's own code names members so: `FaceIds` is `faceIds` in its messages. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
