import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { issuePaths } from '../../../lambda/kernel/issue-paths.ts';

const schema = z.object({ search: z.strictObject({ matches: z.optional(z.int()) }) });
const pathsIn = (value: unknown) => schema.safeParse(value).error?.issues.flatMap(issuePaths);

it('names each unknown member, and otherwise the member that is wrong', () => {
  expect(pathsIn({ search: { a: 1, b: 2 } })).toEqual([
    ['search', 'a'],
    ['search', 'b'],
  ]);
  expect(pathsIn({ search: { matches: 'x' } })).toEqual([['search', 'matches']]);
});
