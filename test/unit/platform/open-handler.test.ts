import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openHandler } from '../../../lambda/platform/open-handler.ts';
import type { OpenRoute } from '../../../lambda/platform/route.ts';
import { aContext, anApiEvent } from '../../support/lambda/api-event.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const ROUTE = {
  method: 'GET',
  path: '/open',
  maxAgeSeconds: 300,
  summary: 'Get a number.',
  success: { status: 200, description: 'A number.', schema: z.object({ number: z.number() }) },
} as const satisfies OpenRoute;

function aDoor(execute: () => Promise<{ number: number }>) {
  const { emit, metrics } = recordedMetrics();
  const logged: unknown[] = [];
  const log = { info: () => {}, error: (...line: readonly unknown[]) => void logged.push(line) };
  let now = 0;
  const handler = openHandler(
    'get-number',
    ROUTE,
    execute,
    { problemBaseUrl: 'https://x', emit, log },
    () => now,
  );
  return {
    metrics,
    logged,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    ask: () => handler(anApiEvent({ route: ROUTE, scope: undefined }), aContext()),
  };
}

describe('a route that takes no token', () => {
  it('answers everybody, for caches and for any page', async () => {
    const door = aDoor(async () => ({ number: 1 }));
    expect(await door.ask()).toEqual({
      statusCode: 200,
      headers: {
        'X-Request-Id': 'request-1',
        'Access-Control-Allow-Origin': '*',
        'Content-Type': 'application/json',
        'Cache-Control': 'public, max-age=300',
      },
      body: '{"number":1}',
    });
  });

  it('does its work once for as long as the answer may be kept', async () => {
    let number = 0;
    const door = aDoor(async () => ({ number: ++number }));
    await door.ask();
    door.pass(299_999);
    expect((await door.ask()).body).toBe('{"number":1}');
    door.pass(1);
    expect((await door.ask()).body).toBe('{"number":2}');
  });

  it('says nothing of a fault, which is logged and not kept', async () => {
    let broken = true;
    const door = aDoor(async () => {
      if (broken) throw new Error('secret');
      return { number: 1 };
    });
    const { statusCode, body, headers } = await door.ask();
    expect([statusCode, JSON.parse(body).code]).toEqual([500, 'internal_error']);
    expect(body).not.toContain('secret');
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(door.logged).toHaveLength(1);
    expect(door.metrics).toEqual([{ name: 'ApiProblem', value: 1, dimensions: { Code: 'internal_error' } }]);
    broken = false;
    expect((await door.ask()).statusCode).toBe(200);
  });
});
