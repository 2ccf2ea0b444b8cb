import type * as z from 'zod/mini';

/** Returns the members that an issue is about; unknown ones are named by their object's issue. */
export const issuePaths = (issue: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
