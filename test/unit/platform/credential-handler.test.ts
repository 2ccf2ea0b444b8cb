import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Problem } from '../../../lambda/kernel/problem.ts';
import { WARM_UP_EVENT } from '../../../lambda/kernel/warm-up.ts';
import type { CallDecision } from '../../../lambda/platform/call-limiter.ts';
import { credentialHandler } from '../../../lambda/platform/credential-handler.ts';
import type { CredentialRoute } from '../../../lambda/platform/route.ts';
import { currentTenant } from '../../../lambda/platform/tenant-scope.ts';
import { type ApiEventOptions, aContext, anApiEvent } from '../../support/lambda/api-event.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const ROUTE = {
  method: 'POST',
  path: '/exchange',
  summary: '',
  body: z.strictObject({ secret: z.string() }),
  success: { status: 200, description: '', schema: z.object({ token: z.string() }) },
  problems: ['capture_link_invalid'],
} as const satisfies CredentialRoute;

function aCounter(decision: CallDecision = { granted: true }, fails = false) {
  const { emit, metrics } = recordedMetrics();
  const limited: { tenant: string; subject: string }[] = [];
  const logged: string[] = [];
  const handler = credentialHandler(
    'exchange',
    ROUTE,
    {
      understand: ({ secret }) => (secret.includes('.') ? { tenant: secret.split('.')[0] ?? '' } : undefined),
      refuse: () => new Problem('capture_link_invalid', 'not valid'),
      execute: async ({ tenant }, key) => {
        if (fails) throw new Error('broken');
        return { token: `${tenant} ${currentTenant()} ${key}` };
      },
    },
    {
      allowedOrigins: ['https://app.example.com'],
      problemBaseUrl: 'https://docs.example.com/errors',
      callLimiter: {
        take: async ({ tenant, subject }) => {
          limited.push({ tenant, subject });
          return decision;
        },
      },
      emit,
      log: { info: () => {}, error: (code) => logged.push(code) },
    },
  );
  const send = async (options: ApiEventOptions = {}, sourceIp = '192.0.2.1') => {
    const event = anApiEvent({
      route: ROUTE,
      scope: undefined,
      body: { secret: 'acme.x' },
      headers: { 'idempotency-key': 'k1', origin: 'https://app.example.com' },
      ...options,
    });
    const requestContext = { ...event.requestContext, identity: { sourceIp } } as typeof event.requestContext;
    const { statusCode, headers, body } = await handler({ ...event, requestContext }, aContext());
    return { statusCode, headers, body: JSON.parse(body) };
  };
  return { send, handler, limited, logged, metrics };
}

describe('a route whose body holds the credential', () => {
  it('works for the tenant that the credential names, and may be read by the pages of the app', async () => {
    const { statusCode, headers, body } = await aCounter().send();
    expect({ statusCode, body }).toEqual({ statusCode: 200, body: { token: 'acme acme k1' } });
    expect(headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://app.example.com',
      'Cache-Control': 'no-store',
    });
  });

  it('counts calls by address, of which it keeps a hash', async () => {
    const { send, limited } = aCounter();
    await send();
    await send();
    await send({}, '192.0.2.2');
    expect(new Set(limited.map(({ subject }) => subject)).size).toBe(2);
    expect(JSON.stringify(limited)).not.toContain('192.0.2');
  });

  it('refuses too many calls', async () => {
    const { send } = aCounter({ granted: false, limit: 'subject', waitMs: 1500 });
    expect(await send()).toMatchObject({
      statusCode: 429,
      headers: { 'Retry-After': '2' },
      body: { code: 'too_many_requests' },
    });
  });

  it('has one answer for a text that can be no credential, without a call of anything', async () => {
    const { send, limited, metrics } = aCounter();
    expect(await send({ body: { secret: 'nonsense' } })).toMatchObject({
      statusCode: 410,
      body: { code: 'capture_link_invalid' },
    });
    expect(limited).toEqual([]);
    expect(metrics).toEqual([{ name: 'ApiProblem', value: 1, dimensions: { Code: 'capture_link_invalid' } }]);
  });

  it.each([
    ['a body that is not the contract', { body: { secret: 1 } }, 'invalid_request'],
    ['a query', { query: { a: 'b' } }, 'invalid_request'],
    ['no key', { headers: {} }, 'idempotency_key_missing'],
    [
      'another type',
      { headers: { 'content-type': 'text/plain', 'idempotency-key': 'k' } },
      'unsupported_media_type',
    ],
  ])('refuses %s', async (_what, options, code) => {
    expect((await aCounter().send(options)).body).toMatchObject({ code });
  });

  it('logs a fault of ours, and reveals nothing of it', async () => {
    const { send, logged } = aCounter({ granted: true }, true);
    const { statusCode, body } = await send();
    expect(statusCode).toBe(500);
    expect(JSON.stringify(body)).not.toContain('broken');
    expect(logged).toEqual(['requestFailed']);
  });

  it('answers warm-ups before anything else', async () => {
    const { handler, limited } = aCounter();
    expect(await handler(WARM_UP_EVENT as never, aContext())).toBeUndefined();
    expect(limited).toEqual([]);
  });
});
