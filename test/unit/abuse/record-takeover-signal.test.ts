import { expect, it } from 'vitest';
import { emitTakeover, recordTakeoverSignal } from '../../../lambda/abuse/record-takeover-signal.ts';
import type { TakeoverSignal } from '../../../lambda/kernel/takeover-signal.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aSession, NOON } from '../../support/lambda/builders.ts';
import { InMemoryTakeovers } from '../../support/lambda/in-memory-takeovers.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const policy = { takeover: { signals: 2, window_hours: 24 } };
const record = (
  takeovers: InMemoryTakeovers,
  changes: Partial<VerificationSession> = {},
  signal: TakeoverSignal = 'abandoned',
) =>
  recordTakeoverSignal(aSession({ type: 'authentication', ...changes }), signal, NOON, { takeovers, policy });

it('gives the change that brings the event with the last of the signals', async () => {
  const takeovers = new InMemoryTakeovers();
  const { emit, metrics } = recordedMetrics();
  for (const id of ['vs_1', 'vs_2']) {
    const change = (await record(takeovers, { id }, 'mismatched')) ?? expect.fail('nothing is recorded');
    expect(takeovers.write(change)).toBe(true);
    expect(takeovers.write(change)).toBe(false);
    emitTakeover(change, emit);
  }
  expect(takeovers.events.map(({ session_id }) => session_id)).toEqual(['vs_2']);
  expect(metrics.map(({ name }) => name)).toEqual(['TakeoverSignal', 'TakeoverSignal', 'TakeoverSuspected']);
});

it('counts each user apart', async () => {
  const takeovers = new InMemoryTakeovers();
  for (const user_id of ['ann', 'bob'])
    takeovers.write((await record(takeovers, { user_id })) ?? expect.fail());
  expect(takeovers.rows.size).toBe(2);
  expect(takeovers.events).toEqual([]);
});

it('records nothing of registrations, re-enrollments and tests', async () => {
  const takeovers = new InMemoryTakeovers();
  expect(await record(takeovers, { type: 'step_up' })).toBeDefined();
  for (const changes of [{ type: 'registration' }, { type: 're_enrollment' }, { livemode: false }] as const)
    expect(await record(takeovers, changes)).toBeUndefined();
});
