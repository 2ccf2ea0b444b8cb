import fc from 'fast-check';
import { AwsError } from '../../src/aws-error.ts';
import type { Emulator } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';

/** An object that no operator turns into a text or a number. */
const NO_TEXT = { toString: false, valueOf: false };

/** Requests to any of these operations with any values for any of these members. */
export const anyRequest = (
  operations: readonly string[],
  members: readonly string[],
  values: readonly unknown[] = [],
) =>
  fc.record({
    operation: fc.constantFrom(...operations),
    input: fc.dictionary(
      fc.constantFrom(...members),
      fc.oneof(
        fc.constantFrom(...values, '', null, -1, 0, 1, 1e9, [], {}, NO_TEXT),
        fc.jsonValue({ maxDepth: 3 }),
      ),
    ),
  });

/**
 * Whether the service answers a request, or refuses it with
 * an error of AWS: anything else is a fault of its own.
 */
export async function isAnswered(emulator: Emulator, operation: string, input: unknown): Promise<boolean> {
  const request = {
    method: 'POST',
    url: new URL('http://localhost/'),
    headers: {},
    body: Buffer.from(JSON.stringify(input)),
    operation,
    principal: OWNER,
    requestId: 'request',
  };
  try {
    emulator.accessChecks?.(request);
    await emulator.handle(request);
    return true;
  } catch (error) {
    return error instanceof AwsError && error.status < 500;
  }
}
