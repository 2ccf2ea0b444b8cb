import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Problem } from '../../../lambda/kernel/problem.ts';
import { httpHandler } from '../../../lambda/platform/http-handler.ts';
import type { Route } from '../../../lambda/platform/route.ts';
import {
  type ApiEventOptions,
  aContext,
  anApiEvent,
  MANAGE_SCOPE,
  OPERATE_SCOPE,
  SELF_SCOPE,
} from '../../support/lambda/api-event.ts';
import { recordedAudit } from '../../support/lambda/recorded-audit.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const thing = z.object({ id: z.string() });
const CHANGE = {
  method: 'POST',
  path: '/things/{id}/{action}',
  scopes: ['self', 'manage', 'operate'],
  role: 'viewer',
  audit: { action: 'thing.{action}' },
  idempotent: false,
  summary: '',
  query: z.strictObject({ of: z.optional(z.string()), limit: z.optional(z.string()) }),
  success: { status: 200, description: '', schema: thing },
  problems: [],
} as const satisfies Route;

async function call(
  options: ApiEventOptions = {},
  {
    route = CHANGE as Route,
    work = async (): Promise<{ id: string }> => ({ id: 'thing-1' }),
    failing = {},
    replayed = false,
  } = {},
) {
  const { audit, calls } = recordedAudit(failing);
  const { emit, metrics } = recordedMetrics();
  const logged: unknown[] = [];
  let worked = 0;
  const handler = httpHandler(
    'change-thing',
    route,
    async () => {
      worked += 1;
      return (await work()) as never;
    },
    {
      allowedOrigins: [],
      problemBaseUrl: 'https://docs.example.com/errors',
      emit,
      log: { info: () => {}, error: (...line) => logged.push(line) },
      audit,
      callLimiter: { take: async () => ({ granted: true }) },
      clients: { accept: async () => true },
      runOnce: async (_request, _context, run) => ({ result: await run(), replayed }),
    },
  );
  const event = anApiEvent({
    scope: OPERATE_SCOPE,
    subject: 'operator-1',
    path: { id: 'thing-1', action: 'paint' },
    ...options,
  });
  const { statusCode, headers, body } = await handler(event, aContext());
  return { status: statusCode, headers, body: JSON.parse(body), calls, metrics, logged, worked };
}

const ENTRY = {
  tenant: 'acme',
  subject: 'operator-1',
  action: 'thing.paint',
  target: '/things/thing-1/paint',
  request_id: 'request-1',
};

describe('a call of an operator', () => {
  it('leaves one entry: who, what, on what, why, and how it ended', async () => {
    const { status, calls, metrics } = await call({ headers: { 'Audit-Reason': 'ticket 4711' } });
    expect(status).toBe(200);
    expect(calls).toEqual([{ ...ENTRY, reason: 'ticket 4711', end: { outcome: 'done' } }]);
    expect(metrics).toEqual([{ name: 'AuditEntry', value: 1, dimensions: { Outcome: 'done' } }]);
  });

  it('names in its target what was listed, but not the page', async () => {
    const { calls } = await call({ query: { of: 'a&b', limit: '3' } });
    expect(calls[0]?.target).toBe('/things/thing-1/paint?of=a%26b');
  });

  it('says what it created', async () => {
    const route = { ...CHANGE, success: { ...CHANGE.success, status: 201 } } as const;
    const { calls } = await call({}, { route, work: async () => ({ id: 'thing-2' }) });
    expect(calls[0]?.end).toEqual({ outcome: 'done', created_id: 'thing-2' });
  });

  it('says that its answer was repeated', async () => {
    const headers = { 'Idempotency-Key': 'key-1' };
    const { calls } = await call({ headers }, { route: { ...CHANGE, idempotent: true }, replayed: true });
    expect(calls[0]?.end).toEqual({ outcome: 'replayed' });
  });

  it.each([
    ['refused', 'consent_missing', 403],
    ['refused', 'not_found', 404],
    ['refused', 'invalid_state', 409],
    ['failed', 'upstream_throttled', 503],
  ] as const)('that was %s as %s leaves an entry that says so', async (outcome, code, status) => {
    const refused = async () => {
      throw new Problem(code, 'no');
    };
    const answer = await call({}, { work: refused });
    expect(answer.status).toBe(status);
    expect(answer.calls).toEqual([{ ...ENTRY, end: { outcome, code } }]);
  });

  it('that failed leaves an entry that says so', async () => {
    const fails = async () => {
      throw new Error('a fault of ours');
    };
    const { status, calls } = await call({}, { work: fails });
    expect([status, calls[0]?.end]).toEqual([500, { outcome: 'failed', code: 'internal_error' }]);
  });

  it('is refused, and does nothing, if its entry cannot be written', async () => {
    const answer = await call({}, { failing: { begin: new Error('table gone') } });
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ code: 'audit_unavailable', retry_after_seconds: 5 });
    expect(answer.headers).toMatchObject({ 'Retry-After': '5' });
    expect(answer.worked).toBe(0);
    expect(answer.metrics).toContainEqual({ name: 'AuditWriteFailed', value: 1, dimensions: {} });
    expect(answer.logged).toContainEqual([
      'auditEntryNotWritten',
      { request_id: 'request-1', route: 'change-thing' },
      new Error('table gone'),
    ]);
  });

  it('is answered if only its end cannot be written, and that is noticed', async () => {
    const answer = await call({}, { failing: { end: new Error('throttled') } });
    expect([answer.status, answer.body]).toEqual([200, { id: 'thing-1' }]);
    expect(answer.metrics).toContainEqual({ name: 'AuditWriteFailed', value: 1, dimensions: {} });
    expect(answer.logged).toHaveLength(1);
  });

  it('without the reason that its route requires is refused, and does nothing', async () => {
    const route = { ...CHANGE, audit: { action: 'thing.paint', reasonRequired: true } } as const;
    const answer = await call({}, { route });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: 'Audit-Reason', message: expect.any(String) }]);
    expect([answer.worked, answer.calls]).toEqual([0, []]);
  });
});

describe('a call of a backend by a grant', () => {
  const route = { ...CHANGE, scopes: ['operate', 'users'] } as const satisfies Route;

  it('is recorded with the client, and with the reason that its route requires', async () => {
    const scope = 'face-idv/verifications.manage face-idv/verifications.users tenant/acme';
    const { calls } = await call({ scope, subject: 'client-1' }, { route });
    expect(calls).toEqual([
      { ...ENTRY, subject: 'client-1', client_id: 'client-1', end: { outcome: 'done' } },
    ]);
    const strict = { ...route, audit: { action: 'thing.paint', reasonRequired: true } } as const;
    const refused = await call({ scope, subject: 'client-1' }, { route: strict });
    expect([refused.status, refused.worked]).toEqual([400, 0]);
  });

  it('is refused without it, with 403 and no entry', async () => {
    const { status, body, calls } = await call({ scope: MANAGE_SCOPE }, { route });
    expect([status, body.code, calls]).toEqual([403, 'forbidden', []]);
    expect(body.detail).toContain('requires the scope face-idv/verifications.users');
  });
});

describe('no entry', () => {
  it.each([
    ['of an end user', { scope: SELF_SCOPE }],
    ['of a backend', { scope: MANAGE_SCOPE }],
    ['that is not valid', { query: { unknown: '1' } }],
  ])('is left by a call %s', async (_what, options) => {
    expect((await call(options)).calls).toEqual([]);
  });

  it('is left by a list that names nobody', async () => {
    const route = { ...CHANGE, method: 'GET', audit: 'nothing_personal' } as const;
    const { status, calls } = await call({}, { route });
    expect([status, calls]).toEqual([200, []]);
  });
});

describe('a route that operators may call', () => {
  const { audit: _audit, ...unaudited } = CHANGE;

  it('does not compile without the name of its action', () => {
    // @ts-expect-error operators may call it, and it names no action
    const nameless: Route = unaudited;
    // @ts-expect-error it changes something
    const changing: Route = { ...unaudited, audit: 'nothing_personal' };
    expect([nameless, changing]).toHaveLength(2);
  });

  it('compiles if it only lists, and without operators', () => {
    const listing: Route = { ...unaudited, method: 'GET', audit: 'nothing_personal' };
    const { role: _role, ...others } = unaudited;
    const foreign: Route = { ...others, scopes: ['self', 'manage'] };
    // @ts-expect-error operators have roles
    const roleless: Route = { ...others, audit: { action: 'thing.read' } };
    expect([listing, foreign, roleless]).toHaveLength(3);
  });
});
