import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPEN_FUNCTIONS, ROUTES } from '../../lambda/api/routes.ts';
import { GRANTED_SCOPES, ROLES_BY_RANK } from '../../lambda/kernel/tenancy.ts';
import type { Route } from '../../lambda/platform/route.ts';

const root = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
const pages = ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: read(name) }));
const operatorsPage = read('docs/operators.md');

const routes = Object.values<Route>(ROUTES);
const callOf = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;
const open = OPEN_FUNCTIONS.flatMap((one) => one.routes.map(([, route]) => route));
const callsOf = (some: readonly Route[]) => some.map(callOf).sort();

/** Cells of the table below a heading; the first two rows are its head. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = operatorsPage.split(`\n## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => row.split('|').slice(1, -1));
}

/**
 * The calls that a cell names. A method without a path has the next path; a path without a method follows the
 * call before it, in place of its last segment.
 */
function callsIn(cell: string): string[] {
  const calls: string[] = [];
  let methods: string[] = [];
  for (const [, span = ''] of cell.matchAll(/`([^`]+)`/g)) {
    const [, method, path] = /^(GET|POST|DELETE)?\s*(\/[^?]*)?/.exec(span) ?? [];
    if (method !== undefined) methods.push(method);
    if (path === undefined) continue;
    const [before = '', above = ''] = calls.at(-1)?.split(' ') ?? [];
    const full = method === undefined ? above.replace(/\/[^/]+$/, path) : path;
    calls.push(...(method === undefined ? [before] : methods).map((one) => `${one} ${full}`));
    methods = [];
  }
  return calls;
}

/** Callers of a route in the words of the page. */
function callersOf({ scopes, role }: Route): string[] {
  const granted = GRANTED_SCOPES.filter((scope) => scopes.includes(scope));
  return [
    ...(scopes.includes('self') ? ['person'] : []),
    ...(scopes.includes('manage') ? ['backend'] : []),
    ...granted.map((scope) => `backend with ${scope}`),
    ...(role === undefined ? [] : [role]),
  ].sort();
}

/** Callers that a cell names for a method: "viewers read" is about GET alone, instead of the other role. */
function callersIn(cell: string, method: string): string[] {
  const reads = cell.includes('viewers read') && method === 'GET';
  const named = cell.split(/[,;:]/).map((one) => one.trim().replaceAll('`', ''));
  return named
    .map((one) => (one === 'user' || one === 'the person' ? 'person' : one))
    .map((one) => (reads && one === 'administrator' ? 'viewer' : one))
    .filter((one) => /^(person|backend( with \w+)?)$/.test(one) || (ROLES_BY_RANK as string[]).includes(one))
    .sort();
}

describe('docs/operators.md', () => {
  it('names for each granted scope the calls that it opens, and no other', () => {
    const calls: Record<string, string[]> = {};
    let scope = '';
    for (const [granted = '', , , cell = ''] of rowsBelow('Scopes of backends')) {
      scope = /`(\w+)`/.exec(granted)?.[1] ?? scope;
      calls[scope] = [...(calls[scope] ?? []), ...callsIn(cell)].sort();
    }
    const opened = GRANTED_SCOPES.map((one) => [
      one,
      callsOf(routes.filter(({ scopes }) => scopes.includes(one))),
    ]);
    expect(calls).toEqual(Object.fromEntries(opened));
  });

  it('names the callers of each route that it lists', () => {
    const byCall = new Map(routes.map((route) => [callOf(route), route]));
    const isOpen = new Set(open.map(callOf));
    for (const [cell = '', callers = ''] of rowsBelow('Routes')) {
      for (const call of callsIn(cell)) {
        const route = byCall.get(call);
        if (isOpen.has(call)) expect(callers, call).toContain('anybody');
        else
          expect([call, callersIn(callers, call.split(' ')[0] ?? '')]).toEqual([
            call,
            route && callersOf(route),
          ]);
      }
    }
  });

  it('lists every route that is not for persons', () => {
    const listed = new Set(rowsBelow('Routes').flatMap(([cell = '']) => callsIn(cell)));
    const missing = routes.filter((route) => !route.scopes.includes('self') && !listed.has(callOf(route)));
    expect(callsOf(missing)).toEqual([]);
  });

  it('names the actions that require a reason, and no other', () => {
    const [, required = ''] = /It\s+is required to(.*?)It is optional elsewhere/s.exec(operatorsPage) ?? [];
    const named = [...required.matchAll(/`([^`]+)`/g)].map(([, action]) => action);
    const requiring = routes.flatMap(({ audit }) =>
      typeof audit === 'object' && audit.reasonRequired ? [audit.action] : [],
    );
    expect(named.sort()).toEqual([...new Set(requiring)].sort());
  });

  it('names the reads that leave no audit entry, and no other', () => {
    const [, reads = ''] = /reads that name nobody:(.*?)\. What/s.exec(operatorsPage) ?? [];
    const unrecorded = routes.filter(({ audit }) => audit === 'nothing_personal');
    expect(callsIn(reads).sort()).toEqual(callsOf(unrecorded));
  });
});

describe('docs/integration.md', () => {
  it('names the lists that come whole, and no other', () => {
    const [, whole = ''] =
      /Lists that stay short come whole(.*?)\n\n/s.exec(read('docs/integration.md')) ?? [];
    const members = (schema: unknown) => Object(schema)._zod?.def?.shape ?? {};
    const unpaged = routes.filter(
      ({ method, success, query }) =>
        method === 'GET' && 'data' in members(success.schema) && !('limit' in members(query)),
    );
    expect(callsIn(whole).sort()).toEqual(callsOf(unpaged));
  });
});

describe('the POSTs that need no Idempotency-Key', () => {
  it('are one, which docs/errors.md names', () => {
    const without = callsOf(routes.filter(({ method, idempotent }) => method === 'POST' && !idempotent));
    expect(without).toEqual(['POST /users/{user_id}/erasure-requests']);
    expect(read('docs/errors.md')).toContain(`except \`${without}\``);
  });
});

describe('the commands of documents', () => {
  // a variable of the shell may stand for anything
  const isSegmentOf = (segment = '', template = '') =>
    template.startsWith('{') || segment.startsWith('$') || segment === template;
  const isPathOf = (path: string, { path: template }: Pick<Route, 'path'>) => {
    const [segments, templates] = [path.split('/'), template.split('/')];
    return (
      segments.length === templates.length && templates.every((one, at) => isSegmentOf(segments[at], one))
    );
  };

  it('write $API/..., each with the path of a route', () => {
    for (const { name, text } of pages) {
      expect(text, name).not.toMatch(/\$(\{API\}|API)[a-z]/);
      for (const [, path = ''] of text.matchAll(/"\$API(\/[^"?]*)["?]/g)) {
        const known = [...routes, ...open].some((route) => isPathOf(path, route));
        expect(known || path.startsWith('/client-session$'), `${name}: ${path}`).toBe(true);
      }
    }
  });

  it('make ids with Node.js, which every reader has', () => {
    for (const { name, text } of pages) expect(text, name).not.toContain('uuidgen');
  });

  it('send an Idempotency-Key with each POST by curl', () => {
    for (const { name, text } of pages)
      for (const [call] of text.matchAll(/curl (?:[^\n]|(?<=\\)\n)*-X POST(?:[^\n]|(?<=\\)\n)*/g))
        expect(call.toLowerCase(), name).toContain('idempotency-key');
  });
});
