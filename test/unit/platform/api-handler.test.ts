import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { apiHandler } from '../../../lambda/platform/api-handler.ts';
import type { HttpDependencies } from '../../../lambda/platform/http-handler.ts';
import type { RunOnce } from '../../../lambda/platform/idempotency.ts';
import type { Route, Routes } from '../../../lambda/platform/route.ts';
import { type ApiEventOptions, aContext, anApiEvent } from '../../support/lambda/api-event.ts';
import { recordedAudit } from '../../support/lambda/recorded-audit.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const aRoute = <const Method extends Route['method'], const Path extends string>(
  method: Method,
  path: Path,
) =>
  ({
    method,
    path,
    scopes: ['self'],
    idempotent: false,
    summary: '',
    success: { status: 200, description: '', schema: z.object({ route: z.string() }) },
    problems: [],
  }) as const;

const ROUTES = {
  'list-things': aRoute('GET', '/things'),
  'get-thing': aRoute('GET', '/things/{id}'),
  'change-thing': aRoute('POST', '/things/{id}/{action}'),
  'delete-thing': {
    ...aRoute('DELETE', '/things/{id}'),
    scopes: ['operate'],
    role: 'viewer',
    audit: { action: 'thing.delete' },
    success: { status: 204, description: '' },
  },
} as const satisfies Routes;

const { emit, metrics } = recordedMetrics();
const dependencies: HttpDependencies = {
  allowedOrigins: ['https://app.example.com'],
  problemBaseUrl: 'https://docs.example.com/errors',
  emit,
  log: { info: () => {}, error: () => {} },
  audit: recordedAudit().audit,
  callLimiter: { take: async () => ({ granted: true }) },
  clients: { accept: async () => true },
};

const handler = apiHandler(
  ROUTES,
  {
    'list-things': async () => ({ route: 'list' }),
    'get-thing': async ({ path }) => ({ route: `get ${path('id')}` }),
    'change-thing': async ({ path }) => ({ route: `${path('action')} ${path('id')}` }),
    'delete-thing': async () => {},
  },
  dependencies,
);

async function call(name: keyof typeof ROUTES, options: ApiEventOptions = {}) {
  const { body, ...response } = await handler(anApiEvent({ route: ROUTES[name], ...options }), aContext());
  return { ...response, body: body === '' ? undefined : JSON.parse(body) };
}

describe('a function of the API', () => {
  it('serves each request by the endpoint of its method and resource', async () => {
    expect((await call('list-things')).body).toEqual({ route: 'list' });
    expect((await call('get-thing', { path: { id: 'a' } })).body).toEqual({ route: 'get a' });
    const path = { id: 'a', action: 'start' };
    expect((await call('change-thing', { path })).body).toEqual({ route: 'start a' });
  });

  it('holds each route to its own scopes', async () => {
    expect(await call('delete-thing', { path: { id: 'a' } })).toMatchObject({
      statusCode: 403,
      body: { code: 'forbidden' },
    });
  });

  it('answers with the headers of the route, readable by the pages that may', async () => {
    const { headers, multiValueHeaders } = await call('list-things', {
      headers: { Origin: 'https://app.example.com' },
    });
    expect(headers).toEqual({
      'access-control-allow-origin': 'https://app.example.com',
      'cache-control': 'no-store',
      'content-type': 'application/json',
      vary: 'Origin',
      'x-request-id': 'request-1',
    });
    expect(multiValueHeaders).toEqual({
      'access-control-expose-headers': ['Idempotent-Replayed', 'Retry-After', 'X-Request-Id'],
    });
  });

  it('answers a 204 with neither body nor type', async () => {
    const scope = 'face-idv/verifications.operate tenant/acme';
    const response = await call('delete-thing', { path: { id: 'a' }, scope });
    expect(response).toMatchObject({ statusCode: 204, body: undefined });
    expect(response.headers).not.toHaveProperty('content-type');
  });

  it.each(['%', '%zz', ' ', 'a"b\\c', 'ü', '{id}'])(
    'finds the route, which refuses the parameter: %j',
    async (id) => {
      const { body } = await call('get-thing', { path: { id } });
      expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'id' }] });
    },
  );

  it('finds the route whose parameter looks like one', async () => {
    expect((await call('get-thing', { path: { id: ':id' } })).body).toEqual({ route: 'get :id' });
  });

  it('finds the route behind the base path of a custom domain', async () => {
    const event = anApiEvent({ route: ROUTES['get-thing'], path: { id: 'a' } });
    const response = await handler({ ...event, path: `/identity${event.path}` }, aContext());
    expect(JSON.parse(response.body)).toEqual({ route: 'get a' });
  });

  it.each([
    ['a body on a GET', { body: 'surprise' }],
    ['a header outside Latin-1', { headers: { 'X-Name': '名' } }],
    ['no host that a URL could have', { headers: { Host: 'a b', 'X-Forwarded-Proto': 'http, https' } }],
  ] as const)('bears %s', async (_what, options) => {
    expect((await call('list-things', options)).body).toEqual({ route: 'list' });
  });

  it('refuses a route that it does not serve as a problem, and counts it', async () => {
    const event = anApiEvent({
      route: { method: 'POST', path: '/things' },
      headers: { Origin: 'https://app.example.com' },
    });
    const response = await handler(event, aContext());
    expect(response.statusCode).toBe(404);
    expect(JSON.parse(response.body)).toMatchObject({ code: 'route_not_found', request_id: 'request-1' });
    expect(response.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'access-control-allow-origin': 'https://app.example.com',
    });
    expect(metrics).toContainEqual({ name: 'ApiProblem', value: 1, dimensions: { Code: 'route_not_found' } });
  });
});

it('a function does not compile where its endpoints do not keep the contract of its routes', () => {
  const [list, get] = [ROUTES['list-things'], ROUTES['get-thing']];
  const answer = async () => ({ route: '' });
  const once = { list: { ...list, idempotent: true } } as const;
  const runOnce: RunOnce = async (_request, _context, work) => ({ result: await work(), replayed: false });
  expect([
    // @ts-expect-error a route has no endpoint
    () => apiHandler({ list, get }, { list: answer }, dependencies),
    // @ts-expect-error the path has no such parameter
    () => apiHandler({ get }, { get: async ({ path }) => ({ route: path('name') }) }, dependencies),
    // @ts-expect-error the answer is another
    () => apiHandler({ list }, { list: async () => ({}) }, dependencies),
    // @ts-expect-error nothing remembers Idempotency-Keys
    () => apiHandler(once, { list: answer }, dependencies),
    () => apiHandler(once, { list: answer }, { ...dependencies, runOnce }),
  ]).toHaveLength(5);
});
