import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { CloudRequest } from './emulator.ts';

/**
 * Reads bodies of a JSON protocol.
 *
 * @param members of requests by their JSON types; a member has the same type in every operation of a service
 * @returns a reader that throws `SerializationException` for
 * members of the wrong type, as AWS does before anything else
 */
export function jsonRequest<Members extends z.ZodType<Readonly<Record<string, unknown>>>>(members: Members) {
  // IAM looks at a request before its service does
  const known = new WeakMap<Buffer, Readonly<Record<string, unknown>>>();
  return ({ body }: CloudRequest): Readonly<Record<string, unknown>> => {
    try {
      const found =
        known.get(body) ??
        // a member that is null is one that isn't there
        members.parse(JSON.parse(body.toString('utf8') || '{}', (_name, value) => value ?? undefined));
      known.set(body, found);
      return found;
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'the body is not JSON';
      throw new AwsError('SerializationException', reason);
    }
  };
}
