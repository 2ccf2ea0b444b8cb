import { describe, expect, it } from 'vitest';
import { toJSONSchema } from 'zod';
import { ROUTES } from '../../../lambda/api/routes.ts';
import { ID_PREFIXES } from '../../../lambda/kernel/identifier.ts';
import { Problem } from '../../../lambda/kernel/problem.ts';
import { callerOf } from '../../../lambda/platform/caller.ts';
import { parseRequest } from '../../../lambda/platform/parse-request.ts';
import type { Route } from '../../../lambda/platform/route.ts';
import { SESSIONS_FUNCTIONS } from '../../../lambda/sessions/functions.ts';
import {
  type ApiEventOptions,
  anApiEvent,
  MANAGE_SCOPE,
  OPERATE_SCOPE,
} from '../../support/lambda/api-event.ts';

const { routes } = SESSIONS_FUNCTIONS['sessions-api'];
const aBody = {
  type: 'registration',
  user_id: 'user-1',
  consent: { given: true, notice_version: '2026-01' },
};

/** Code and detail of the problem with a request; undefined if it is accepted. */
const problemOf = (name: keyof typeof routes, options: ApiEventOptions) =>
  refused(routes[name], { scope: MANAGE_SCOPE, ...options });

function refused(route: Route, options: ApiEventOptions) {
  const headers = { 'idempotency-key': 'key-1', ...options.headers };
  try {
    const event = anApiEvent({ scope: OPERATE_SCOPE, ...options, headers });
    parseRequest(route, event, callerOf(event));
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, detail: error.message, ...error.extensions };
    throw error;
  }
  return undefined;
}

describe('a parameter in a path', () => {
  it.each(['vs_1', 'user.name:4711', 'x'.repeat(128)])('may be an id: %s', (id) => {
    expect(problemOf('get-verification-session', { path: { id } })).toBeUndefined();
  });

  it.each(['', 'x'.repeat(129), 'x'.repeat(3000), 'a#b', 'a/b', 'a b', 'é'])('is refused: %j', (id) => {
    expect(problemOf('get-verification-session', { path: { id } })).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'id', message: 'must be 1 to 128 letters, digits, or _ . : -' }],
    });
  });
});

describe('a query', () => {
  it('is refused with a parameter that its route does not know, which is named', () => {
    expect(
      refused(ROUTES['list-verification-sessions'], { query: { colour: 'red', limit: '5' } }),
    ).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'colour' }],
    });
  });

  it('is refused with any parameter where its route takes none', () => {
    const query = { cursor: 'vs_1', limit: '5' };
    expect(problemOf('get-verification-session', { path: { id: 'vs_1' }, query })).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'cursor' }, { path: 'limit' }],
    });
  });
});

describe('a target of audit entries', () => {
  it('is refused if it is not a path, and says what one looks like', () => {
    expect(refused(ROUTES['list-audit-entries'], { query: { target: 'users/alice' } })).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'target', message: 'must be a path, such as /users/customer-4711' }],
    });
  });
});

describe('a cursor', () => {
  const lists = Object.entries<Route>(ROUTES).filter(
    ([, { query }]) => query && 'cursor' in (toJSONSchema(query).properties ?? {}),
  );
  const malformed = [
    '',
    ' ',
    'a#b',
    'nonsense',
    'x'.repeat(65),
    'doc_01kjq8w0g3x7c9v2m5n8b4t6rd',
    'vs_1',
    'ij_1',
  ];

  it.each(lists)('that no page of %s has named is refused', (_name, route) => {
    for (const cursor of malformed)
      expect(refused(route, { query: { cursor } }), cursor).toMatchObject({
        code: 'invalid_request',
        errors: [{ path: 'cursor', message: 'must be the next_cursor of the previous page' }],
      });
  });

  it('is the id of an item of the list', () => {
    expect(lists.length).toBeGreaterThan(3);
    for (const [name, route] of lists) {
      // the versions of a policy are named by their numbers, and collections by their names
      if (name === 'list-policy-versions' || name === 'list-collections') continue;
      const accepted = Object.values(ID_PREFIXES).filter(
        (prefix) => !refused(route, { query: { cursor: `${prefix}_01kjq8w0g3x7c9v2m5n8b4t6rd` } }),
      );
      expect(accepted).toHaveLength(1);
    }
  });
});

describe('a number of a query', () => {
  it('is refused with the text that was sent, or its beginning', () => {
    const list = (limit: string) =>
      problemOf('list-verification-sessions', { query: { user_id: 'user-1', limit } });
    expect(list('x')).toMatchObject({
      errors: [{ path: 'limit', message: 'Invalid input: expected number, received "x"' }],
    });
    expect(list('x'.repeat(99))).toMatchObject({
      errors: [{ path: 'limit', message: expect.stringMatching(/received "x{40}"$/) }],
    });
    expect(list('2')).toBeUndefined();
  });
});

describe('a body', () => {
  const send = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    problemOf('create-verification-session', { body, headers });

  it.each([undefined, 'application/json', 'Application/JSON; charset=utf-8'])('is JSON: %s', (type) => {
    expect(send(aBody, type === undefined ? {} : { 'Content-Type': type })).toBeUndefined();
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', ''])('is refused as %j', (type) => {
    expect(send(aBody, { 'Content-Type': type })).toMatchObject({ code: 'unsupported_media_type' });
  });

  it('is refused if a member names the prototype, however deep', () => {
    const text = JSON.stringify({ ...aBody, attributes: { x: 'de' } }).replace('"x"', '"__proto__"');
    expect(send(text)).toMatchObject({
      code: 'invalid_request',
      detail: expect.stringContaining('__proto__'),
    });
  });

  it('says of an invalid name what names are valid', () => {
    expect(send({ ...aBody, attributes: { constructor: 'de' } })).toMatchObject({
      errors: [{ path: 'attributes.constructor', message: expect.stringContaining('lower-case letters') }],
    });
  });

  it('is refused above 64 KiB, white space included', () => {
    const text = JSON.stringify(aBody);
    expect(send(text.padEnd(64 * 1024))).toBeUndefined();
    expect(send(text.padEnd(64 * 1024 + 1))).toMatchObject({ code: 'request_too_large' });
  });
});
