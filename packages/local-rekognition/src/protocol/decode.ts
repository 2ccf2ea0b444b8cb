import { RekognitionError } from '../rekognition-error.ts';
import type { Shape, StructureShape } from './shapes.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Turns a JSON body into an operation's input: base64 becomes bytes, null and unknown members are left out,
 * and a value of another JSON type than the shape's is a SerializationException, as AWS answers it.
 */
export function decodeInput(shape: StructureShape, body: Buffer): Readonly<Record<string, unknown>> {
  return decode(shape, parseJson(body), '') as Readonly<Record<string, unknown>>;
}

/** The JSON document of a body. Throws SerializationException for anything else. */
export function parseJson(body: Buffer): unknown {
  // an SDK sends {} for an operation without input; an empty body means the same
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new RekognitionError('SerializationException', 'the request body is not valid JSON', {
      cause: error,
    });
  }
}

function decode(shape: Shape, value: unknown, path: string): unknown {
  switch (shape.kind) {
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'integer':
    case 'float':
      if (typeof value === 'number' && Number.isFinite(value)) {
        return shape.kind === 'integer' ? Math.trunc(value) : value;
      }
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'blob':
      if (typeof value === 'string') {
        const bytes = Buffer.from(value, 'base64');
        // what is written back unchanged was base64: several times faster than to match an image's megabytes
        if (bytes.toString('base64') === value || BASE64.test(value)) return bytes;
      }
      break;
    case 'list':
      if (Array.isArray(value)) {
        return value
          .filter((item) => item !== null)
          .map((item, index) => decode(shape.member, item, `${path}.${index + 1}.member`));
      }
      break;
    case 'map':
      if (isObject(value)) {
        return Object.fromEntries(
          presentEntries(value).map(([key, item]) => [
            key,
            decode(shape.value, item, `${path}.${key}.member`),
          ]),
        );
      }
      break;
    case 'structure':
      if (isObject(value)) {
        return Object.fromEntries(
          presentEntries(value).flatMap(([name, item]) => {
            const member = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
            return member ? [[name, decode(member, item, path === '' ? name : `${path}.${name}`)]] : [];
          }),
        );
      }
      break;
  }
  throw new RekognitionError(
    'SerializationException',
    `${path === '' ? 'the request body' : path} must be ${WIRE_TYPES[shape.kind]}, got ${jsonTypeOf(value)}`,
  );
}

const WIRE_TYPES: Readonly<Record<Shape['kind'], string>> = {
  string: 'a string',
  integer: 'a number',
  float: 'a number',
  boolean: 'true or false',
  blob: 'a string of base64',
  list: 'an array',
  map: 'an object',
  structure: 'an object',
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function presentEntries(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== null);
}

function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
