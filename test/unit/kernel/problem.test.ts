import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { invalidRequest, PROBLEMS, Problem, problemBody } from '../../../lambda/kernel/problem.ts';
import { sourceFilesOf } from '../../support/source-files.ts';

describe('the catalogue of problems', () => {
  it.each(Object.entries(PROBLEMS))('has a status and a title for %s', (code, { status, title }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
  });

  it('has no two of one title', () => {
    const titles = Object.values(PROBLEMS).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('a problem', () => {
  it('carries its code, what the caller is told, and the cause for the log', () => {
    const cause = new Error('below');
    const problem = new Problem(
      'requirements_missing',
      'missing: liveness',
      { missing: ['liveness'] },
      { cause },
    );
    expect(problem).toBeInstanceOf(Error);
    expect(problem).toMatchObject({
      name: 'Problem',
      code: 'requirements_missing',
      message: 'missing: liveness',
      extensions: { missing: ['liveness'] },
      cause,
    });
  });

  it('has neither extensions nor a cause unless they are given', () => {
    const problem = new Problem('not_found', 'gone');
    expect(problem.extensions).toEqual({});
    expect(problem.cause).toBeUndefined();
  });
});

describe('an invalid request', () => {
  it('names the field that is wrong', () => {
    const problem = invalidRequest('user_id', 'user_id is required');
    expect(problem).toMatchObject({ code: 'invalid_request', message: 'user_id is required' });
    expect(problem.extensions).toEqual({ errors: [{ path: 'user_id', message: 'user_id is required' }] });
  });

  it('is never refused without its fields', () => {
    const nameless = sourceFilesOf('lambda').filter(({ path, text }) => {
      const calls = [...text.matchAll(/new Problem\(\s*'invalid_request',[^;]*;/g)].map(([call]) => call);
      return path !== 'lambda/kernel/problem.ts' && calls.some((call) => !/\berrors\b/.test(call));
    });
    expect(nameless.map(({ path }) => path)).toEqual([]);
  });
});

describe('the body of a problem', () => {
  it('has a name in the API, and words for what its names do not say', () => {
    expect(z.globalRegistry.get(problemBody)?.id).toBe('Problem');
    const described = Object.values(problemBody.shape).flatMap(
      (member) => z.globalRegistry.get(member)?.description ?? [],
    );
    expect(described).toHaveLength(5);
    for (const words of described) expect(words).toMatch(/^[A-Z`].+\.$/);
  });

  const body = {
    type: 'https://docs.example.com/errors#requirements_missing',
    title: 'Requirements missing',
    status: 409,
    code: 'requirements_missing',
    request_id: 'request-1',
  };

  it('is documented by its schema whole', () => {
    const whole = {
      ...body,
      detail: 'missing: liveness',
      errors: [{ path: 'device.id', message: 'too long' }],
      missing: ['liveness', 'document'],
      retry_after_seconds: 3,
    };
    for (const one of [body, whole]) expect(problemBody.parse(one)).toStrictEqual(one);
    expect(problemBody.safeParse({ ...body, missing: ['passport'] }).success).toBe(false);
    expect(problemBody.safeParse({ ...body, errors: [{}] }).success).toBe(false);
  });
});
