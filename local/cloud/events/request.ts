import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { CloudRequest } from '../emulator.ts';

/** Members of requests by their JSON types. A member has the same type in every operation. */
const REQUEST = z
  .looseObject({
    Entries: z.array(
      z
        .looseObject({
          Source: z.string(),
          DetailType: z.string(),
          Detail: z.string(),
          EventBusName: z.string(),
          Resources: z.array(z.string()),
          Time: z.number(),
        })
        .partial(),
    ),
    EventPattern: z.string(),
    Event: z.string(),
    Name: z.string(),
    NamePrefix: z.string(),
    Rule: z.string(),
    EventBusName: z.string(),
  })
  .partial();

/** The body of a request. Throws `SerializationException` for members of the wrong type, as AWS does before anything else. */
export function requestIn({ body }: CloudRequest): Readonly<Record<string, unknown>> {
  try {
    // a member that is null is one that isn't there
    return REQUEST.parse(JSON.parse(body.toString('utf8') || '{}', (_name, value) => value ?? undefined));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'the body is not JSON';
    throw new AwsError('SerializationException', reason);
  }
}
