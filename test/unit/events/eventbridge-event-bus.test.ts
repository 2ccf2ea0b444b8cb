import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEventbridgeEventBus } from '../../../lambda/events/adapters/eventbridge-event-bus.ts';
import { cloudEventOf } from '../../../lambda/events/domain/cloud-event.ts';
import { sessionEventOf } from '../../../lambda/sessions/domain/session-event.ts';
import { aSession, NOON } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const client = mockedClient(EventBridgeClient);
beforeEach(() => {
  client.reset();
});

const someEvents = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    cloudEventOf(
      sessionEventOf(aSession({ sequence: index + 1 }), 'verification_session.created', NOON),
      'prod',
    ),
  );

describe('the event bus', () => {
  const bus = createEventbridgeEventBus(new EventBridgeClient({}));

  it('is given ten events with each call, as their JSON', async () => {
    client.on(PutEventsCommand).callsFake(({ Entries }) => ({
      Entries: Entries.map((_: unknown, index: number) => ({ EventId: String(index) })),
    }));
    const events = someEvents(12);
    expect(await bus.publish(events)).toEqual(events.map(() => true));
    const calls = client.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(calls.map(({ length }) => length)).toEqual([10, 2]);
    expect(calls[1]?.[1]).toEqual({
      Source: 'face-idv',
      DetailType: 'verification_session.created',
      Time: NOON,
      Detail: JSON.stringify(events[11]),
    });
  });

  it('reports which event was not taken, which is no error of the call', async () => {
    client
      .on(PutEventsCommand)
      .resolves({ FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode: 'InternalFailure' }] });
    expect(await bus.publish(someEvents(2))).toEqual([true, false]);
  });

  it('is not called for nothing', async () => {
    expect(await bus.publish([])).toEqual([]);
    expect(client.calls()).toEqual([]);
  });
});
