import { checkConstraints } from '../protocol/constraints.ts';
import { decodeInput } from '../protocol/decode.ts';
import type { StructureShape } from '../protocol/shapes.ts';

/**
 * The input of an operation, checked against its shape.
 *
 * @throws RekognitionError SerializationException or ValidationException, as for every other operation
 */
export function readInput(shape: StructureShape, input: unknown): Readonly<Record<string, unknown>> {
  // the decoder reads a document, and is handed a parsed one here; both operations' inputs are small
  const decoded = decodeInput(shape, Buffer.from(JSON.stringify(input ?? {})));
  checkConstraints(shape, decoded);
  return decoded;
}
