import { expect, it } from 'vitest';
import { recordCheck } from '../../../lambda/sessions/record-check.ts';
import { aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

async function record(reasons: readonly ['face_mismatch'] | readonly []) {
  const sessions = new InMemorySessionStore(aSession({ status: 'processing' }));
  const { emit, metrics } = recordedMetrics();
  const verdict = await recordCheck(
    { tenant: TENANT, session_id: 'vs_1', type: 'registration' },
    'face_match',
    { reasons, calls: { CompareFaces: 2 } },
    NOON,
    { sessions, clock: () => minutesAfter(1), prices: { CompareFaces: 0.001 }, emit },
  );
  return { verdict, metrics, checks: sessions.stored(TENANT, 'vs_1').checks };
}

it('writes what a step found out onto its session, with its time and its price', async () => {
  const { checks, verdict } = await record([]);
  expect(verdict).toEqual({ continue: true, reason_codes: [] });
  expect(checks).toEqual({
    face_match: {
      status: 'passed',
      reason_codes: [],
      measures: [],
      started_at: NOON.toISOString(),
      duration_ms: 60_000,
      billable_calls: { CompareFaces: 2 },
      cost_usd: 0.002,
    },
  });
});

it('answers the workflow with the reasons, and that it may not go on', async () => {
  const { checks, metrics, verdict } = await record(['face_mismatch']);
  expect(verdict).toEqual({ continue: false, reason_codes: ['face_mismatch'] });
  expect(checks.face_match?.status).toBe('failed');
  expect(metrics.map(({ name, dimensions }) => [name, ...Object.values(dimensions)])).toEqual([
    ['CheckCalls', 'registration', 'CompareFaces'],
    ['CheckRecorded', 'registration', 'face_match', 'failed'],
  ]);
});
