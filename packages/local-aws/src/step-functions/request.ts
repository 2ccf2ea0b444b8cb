import { z } from 'zod';
import { jsonRequest } from '../json-request.ts';

/** Members of requests by their JSON types. A member has the same type in every operation. */
const REQUEST = z
  .looseObject({
    stateMachineArn: z.string(),
    executionArn: z.string(),
    mapRunArn: z.string(),
    name: z.string(),
    input: z.string(),
    output: z.string(),
    taskToken: z.string(),
    maxResults: z.int().nonnegative(),
    nextToken: z.string(),
    reverseOrder: z.boolean(),
    statusFilter: z.string(),
    error: z.string(),
    cause: z.string(),
  })
  .partial();

export const requestIn = jsonRequest(REQUEST);
