import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parseInterruptedExecution } from '../../../lambda/platform/interrupted-execution.ts';

const input = z.object({ job: z.string() });
const anEvent = (detail: object) => JSON.stringify({ source: 'aws.states', detail });

it("the input of an execution that did not end as intended is in its event's detail", () => {
  const detail = { status: 'ABORTED', input: '{"job":"ij_1"}' };
  expect(parseInterruptedExecution(anEvent(detail), input)).toEqual({
    status: 'ABORTED',
    input: { job: 'ij_1' },
  });
});

it.each([
  ['one that succeeded', { status: 'SUCCEEDED', input: '{"job":"ij_1"}' }],
  ['one with another input', { status: 'FAILED', input: '{"other":1}' }],
  ['one without input', { status: 'FAILED' }],
])('refuses the event of %s', (_what, detail) => {
  expect(() => parseInterruptedExecution(anEvent(detail), input)).toThrow();
});
