import { expect, it } from 'vitest';
import { problemOf, secondsOf } from '../src/api-problem.ts';

it('takes a text that is not a problem as it is, cut short', () => {
  const problem = problemOf(new Response(null, { status: 502 }), 'x'.repeat(1000));
  expect(problem).toMatchObject({ code: 'unknown', status: 502 });
  expect(problem.message).toHaveLength(200);
});

it('has a message where the response has nothing', () => {
  expect(problemOf(new Response(null, { status: 504, statusText: 'Gateway Timeout' }), '').message).toBe(
    'Gateway Timeout',
  );
});

it.each([
  ['7', 7],
  ['0', 0],
  ['-1', undefined],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  [null, undefined],
])('reads %s as %s seconds', (header, seconds) => {
  expect(secondsOf(header)).toBe(seconds);
});

it('has every invalid field of a request', () => {
  const errors = [{ path: 'change.liveness', message: 'is not valid' }];
  const body = { code: 'invalid_request', title: 'Not valid', errors };
  expect(problemOf(new Response(null, { status: 400 }), body).errors).toEqual(errors);
  expect(problemOf(new Response(null, { status: 500 }), {}).errors).toEqual([]);
});
