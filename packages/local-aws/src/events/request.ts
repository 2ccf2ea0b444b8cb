import { z } from 'zod';
import { jsonRequest } from '../json-request.ts';

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
    NamePrefix: z.string(),
    Rule: z.string(),
    EventBusName: z.string(),
  })
  .partial();

export const requestIn = jsonRequest(REQUEST);
