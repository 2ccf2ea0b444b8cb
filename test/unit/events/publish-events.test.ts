import { expect, it } from 'vitest';
import type { CloudEvent } from '../../../lambda/events/domain/cloud-event.ts';
import { publishEvents } from '../../../lambda/events/publish-events.ts';
import { sessionEventOf } from '../../../lambda/sessions/domain/session-event.ts';
import { aSession, NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const anEvent = (sequence: number) =>
  sessionEventOf(aSession({ id: 'vs_1', sequence }), 'verification_session.created', NOON);

/** A bus that takes all events but some. */
function aBus(refused: readonly string[] = []) {
  const put: string[] = [];
  const unreadable: unknown[] = [];
  const { emit, metrics } = recordedMetrics();
  const dependencies = {
    bus: {
      publish: async (events: readonly CloudEvent[]) => {
        put.push(...events.map(({ id }) => id));
        return events.map(({ id }) => !refused.includes(id));
      },
    },
    stage: 'prod',
    emit,
    reportUnreadable: (error: unknown) => void unreadable.push(error),
  };
  const counts = () => metrics.map(({ value, dimensions }) => `${value} ${dimensions.Result}`);
  return {
    put,
    unreadable,
    counts,
    publish: (rows: readonly unknown[]) => publishEvents(rows, dependencies),
  };
}

it('publishes every event of a batch, in its order', async () => {
  const { put, counts, publish } = aBus();
  expect(await publish([anEvent(1), anEvent(2)])).toBeUndefined();
  expect(put).toEqual(['vs_1-1', 'vs_1-2']);
  expect(counts()).toEqual(['2 published']);
});

it('names the first event that the bus has not taken, which then comes again with all behind it', async () => {
  const { counts, publish } = aBus(['vs_1-2', 'vs_1-3']);
  expect(await publish([anEvent(1), anEvent(2), anEvent(3), anEvent(4)])).toBe(1);
  expect(counts()).toEqual(['2 published', '2 not_taken']);
});

it('leaves out a row that is not an event, and counts and reports it', async () => {
  const { put, unreadable, counts, publish } = aBus(['vs_1-2']);
  expect(await publish([{ type: 'unknown' }, anEvent(1), anEvent(2)])).toBe(2);
  expect(put).toEqual(['vs_1-1', 'vs_1-2']);
  expect(unreadable).toHaveLength(1);
  expect(counts()).toEqual(['1 published', '1 not_taken', '1 unreadable']);
});

it('puts nothing and counts nothing where there is nothing', async () => {
  const { put, counts, publish } = aBus();
  expect(await publish([])).toBeUndefined();
  expect([put, counts()]).toEqual([[], []]);
});

it('publishes what is not of a session beside what is', async () => {
  const { put, publish } = aBus();
  const policy = {
    type: 'policy.activated',
    id: 'evt_1',
    tenant: 'acme',
    subject: 'registration',
    occurred_at: NOON.toISOString(),
    details: { version: 2 },
  };
  expect(await publish([policy, anEvent(1)])).toBeUndefined();
  expect(put).toEqual(['evt_1', 'vs_1-1']);
});
