import { describe, expect, it } from 'vitest';
import { Problem } from '../../../lambda/kernel/problem.ts';
import { presented } from '../../../lambda/platform/endpoint.ts';
import { type HttpDependencies, httpHandler } from '../../../lambda/platform/http-handler.ts';
import type { RunOnce } from '../../../lambda/platform/idempotency.ts';
import { SESSIONS_FUNCTIONS } from '../../../lambda/sessions/functions.ts';
import { USERS_FUNCTIONS } from '../../../lambda/users/functions.ts';
import {
  type ApiEventOptions,
  aContext,
  anApiEvent,
  MANAGE_SCOPE,
  OPERATE_SCOPE,
} from '../../support/lambda/api-event.ts';
import { recordedAudit } from '../../support/lambda/recorded-audit.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

/** Remembers nothing, and says what it was asked. */
function aRunOnce(replayed = false) {
  const asked: Parameters<RunOnce>[0][] = [];
  const runOnce: RunOnce = async (request, _context, work) => {
    asked.push(request);
    return { result: await work(), replayed };
  };
  return { asked, runOnce };
}

function someDependencies(changes: Partial<HttpDependencies> = {}) {
  const { emit, metrics } = recordedMetrics();
  const logged: unknown[] = [];
  const dependencies: HttpDependencies = {
    allowedOrigins: ['https://app.example.com'],
    problemBaseUrl: 'https://docs.example.com/errors',
    emit,
    log: { info: () => {}, error: (...line) => logged.push(line) },
    audit: recordedAudit().audit,
    callLimiter: { take: async () => ({ granted: true }) },
    clients: { accept: async () => true },
    runOnce: aRunOnce().runOnce,
    ...changes,
  };
  return { dependencies, metrics, logged };
}

/** Serves an upload route with whatever the endpoint does. */
async function upload(
  execute: () => Promise<string> = async () => 'doc_1',
  options: ApiEventOptions = {},
  setup = someDependencies(),
) {
  const handler = httpHandler(
    'create-document-upload',
    SESSIONS_FUNCTIONS['sessions-api'].routes['create-document-upload'],
    presented(execute, (documentId, { body, path, caller, idempotencyKey }) => ({
      document_id: [documentId, body.content_type, path('id'), caller.subject, idempotencyKey].join(),
      upload: { url: 'https://s3.example.com', fields: {} },
      max_bytes: 1,
      expires_at: '2026-03-02T12:00:00.000Z',
    })),
    setup.dependencies,
  );
  const response = await handler(
    anApiEvent({
      body: { content_type: 'image/png' },
      headers: { 'idempotency-KEY': 'key-1', Origin: 'https://app.example.com' },
      path: { id: 'vs_1' },
      ...options,
    }),
    aContext(),
  );
  const body = response.body === '' ? undefined : JSON.parse(response.body);
  return { status: response.statusCode, headers: response.headers ?? {}, body, ...setup };
}

describe('a route', () => {
  it('answers what its endpoint makes of body, path, caller and key', async () => {
    const { status, headers, body } = await upload();
    expect(status).toBe(201);
    expect(body.document_id).toBe('doc_1,image/png,vs_1,user-1,key-1');
    expect(headers).toMatchObject({
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Request-Id': 'request-1',
      'Access-Control-Allow-Origin': 'https://app.example.com',
    });
    expect(headers).not.toHaveProperty('Idempotent-Replayed');
  });

  it('lets no other page read its answers', async () => {
    const { headers } = await upload(undefined, {
      headers: { 'Idempotency-Key': 'key-1', origin: 'https://evil.example.com' },
    });
    expect(headers).not.toHaveProperty('Access-Control-Allow-Origin');
  });

  it('says so when an answer is replayed', async () => {
    const setup = someDependencies({ runOnce: aRunOnce(true).runOnce });
    expect((await upload(undefined, {}, setup)).headers).toMatchObject({ 'Idempotent-Replayed': 'true' });
  });

  it('has the key of one caller stand for route, path and body', async () => {
    const { asked, runOnce } = aRunOnce();
    await upload(undefined, {}, someDependencies({ runOnce }));
    expect(asked).toEqual([
      {
        tenant: 'acme',
        subject: 'user-1',
        key: 'key-1',
        content: {
          route: 'create-document-upload',
          path: { id: 'vs_1' },
          body: { content_type: 'image/png' },
        },
      },
    ]);
  });

  it.each([
    ['no token', { scope: undefined }, 401, 'unauthorized'],
    ['a token without a tenant', { scope: 'face-idv/verifications.self' }, 403, 'forbidden'],
    ['a token of two tenants', { scope: 'face-idv/verifications.self tenant/a tenant/b' }, 403, 'forbidden'],
    ['a token without the scope', { scope: 'tenant/acme' }, 403, 'forbidden'],
    ['no Idempotency-Key', { headers: {} }, 400, 'idempotency_key_missing'],
    ['an empty Idempotency-Key', { headers: { 'Idempotency-Key': '' } }, 400, 'idempotency_key_missing'],
    ['an Idempotency-Key with blanks', { headers: { 'Idempotency-Key': 'a b' } }, 400, 'invalid_request'],
    ['a body that is no JSON', { body: '{' }, 400, 'invalid_request'],
    ['a body of the wrong shape', { body: { content_type: 'image/gif' } }, 400, 'invalid_request'],
    [
      'a body with too much in it',
      { body: { content_type: 'image/png', key: 'mine' } },
      400,
      'invalid_request',
    ],
  ] as const)('refuses %s', async (_what, options, status, code) => {
    let executed = false;
    const answer = await upload(async () => {
      executed = true;
      return '';
    }, options);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      type: `https://docs.example.com/errors#${code}`,
      code,
      status,
      request_id: 'request-1',
    });
    expect(answer.headers).toMatchObject({
      'Content-Type': 'application/problem+json',
      'X-Request-Id': 'request-1',
    });
    expect(answer.metrics).toEqual([{ name: 'ApiProblem', value: 1, dimensions: { Code: code } }]);
    expect(executed).toBe(false);
  });

  it('refuses a token of a client that is not its own, before anything else', async () => {
    const asked: unknown[] = [];
    const clients = {
      accept: async (...client: unknown[]) => {
        asked.push(client);
        return false;
      },
    };
    const take = async () => {
      throw new Error('counted');
    };
    let executed = false;
    const execute = async () => {
      executed = true;
      return '';
    };
    const setup = someDependencies({ clients, callLimiter: { take } });
    const { status, body } = await upload(execute, { clientId: 'foreign' }, setup);
    expect([status, body.code, executed]).toEqual([401, 'unauthorized', false]);
    expect(body.detail).toContain('another client of the user pool');
    expect(asked).toEqual([['foreign', ['face-idv/verifications.self', 'tenant/acme']]]);
  });

  it('says of every field what is wrong with it', async () => {
    const { body } = await upload(undefined, { body: { content_type: 'image/gif' } });
    expect(body.errors).toEqual([{ path: 'content_type', message: expect.stringContaining('image/png') }]);
    expect(body.detail).toContain('content_type');
  });

  it('answers a problem with all that it tells, and how long to wait', async () => {
    const { status, headers, body, logged } = await upload(async () => {
      throw new Problem('liveness_locked_out', 'wait', { retry_after_seconds: 90 });
    });
    expect(status).toBe(429);
    expect(headers).toMatchObject({ 'Retry-After': '90' });
    expect(body).toMatchObject({ detail: 'wait', retry_after_seconds: 90 });
    expect(logged).toEqual([]);
  });

  it('tells nothing of a fault of ours, and logs it', async () => {
    const fault = new Error('table face-idv-secret is gone');
    const { status, body, logged } = await upload(() => Promise.reject(fault));
    expect(status).toBe(500);
    expect(body).toEqual({
      type: 'https://docs.example.com/errors#internal_error',
      title: 'Internal error',
      status: 500,
      code: 'internal_error',
      request_id: 'request-1',
    });
    expect(logged).toEqual([
      ['requestFailed', { request_id: 'request-1', route: 'create-document-upload' }, fault],
    ]);
  });

  it('asks to come back where AWS is too busy', async () => {
    const throttle = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    const { status, headers, body } = await upload(() => Promise.reject(throttle));
    expect([status, body.code, headers['Retry-After']]).toEqual([503, 'upstream_throttled', '1']);
    expect(body).not.toHaveProperty('detail');
  });
});

describe('a route that only reads', () => {
  it('takes a query, and needs no key', async () => {
    const handler = httpHandler(
      'list-verification-sessions',
      SESSIONS_FUNCTIONS['sessions-api'].routes['list-verification-sessions'],
      async ({ query: { limit } }) => ({ data: [], has_more: false, next_cursor: String(limit) }),
      someDependencies().dependencies,
    );
    const list = async (query: Record<string, string>) =>
      handler(anApiEvent({ query, scope: MANAGE_SCOPE }), aContext());
    expect(JSON.parse((await list({ limit: '7' })).body)).toMatchObject({ next_cursor: '7' });
    for (const wrong of [{ limit: '0' }, { limit: 'x' }, { status: 'gone' }, { unknown: '1' }])
      expect((await list(wrong as unknown as Record<string, string>)).statusCode).toBe(400);
    expect((await handler(anApiEvent({ query: {} }), aContext())).statusCode).toBe(403);
  });

  it('answers nothing but the status where there is nothing to say', async () => {
    const handler = httpHandler(
      'delete-user-face',
      USERS_FUNCTIONS['users-api'].routes['delete-user-face'],
      async () => 'deleted' as unknown as undefined,
      someDependencies().dependencies,
    );
    const response = await handler(
      anApiEvent({ scope: OPERATE_SCOPE, headers: { 'audit-reason': 'asked for' } }),
      aContext(),
    );
    expect([response.statusCode, response.body]).toEqual([204, '']);
    expect(response.headers).not.toHaveProperty('Content-Type');
  });
});
