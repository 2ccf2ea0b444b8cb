import type { z } from 'zod';
import { RekognitionError } from '../rekognition-error.ts';

/**
 * The input of an operation as its schema types it.
 *
 * @throws RekognitionError ValidationException in the words of the service's framework: how many constraints
 *   failed, and at which member each
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const failures = parsed.error.issues.map(
    ({ path, message }) =>
      `Value at '${path.map(memberName).join('.')}' failed to satisfy constraint: ${message}`,
  );
  throw new RekognitionError(
    'ValidationException',
    `${failures.length} validation error${failures.length === 1 ? '' : 's'} detected: ${failures.join('; ')}`,
  );
}

/** The framework writes members in lower camel case and counts list members from 1. */
function memberName(key: PropertyKey): string {
  if (typeof key === 'number') return `${key + 1}.member`;
  const name = String(key);
  return name.charAt(0).toLowerCase() + name.slice(1);
}
