import { describe, expect, it } from 'vitest';
import { replayEvents } from '../../../lambda/webhooks/replay-events.ts';
import { anEndpoint, aWebhookDesk, aWebhookEvent } from '../../support/lambda/a-webhook-desk.ts';
import { aBackend, minutesAfter, NOON } from '../../support/lambda/builders.ts';

const at = (minute: number) => minutesAfter(minute).toISOString();

describe('a replay of one event', () => {
  it('is one more delivery of it, whether or not the endpoint receives its type', async () => {
    const desk = aWebhookDesk(anEndpoint({ event_types: ['consent.given'] }));
    desk.past.set('acme vs_1-2', aWebhookEvent());
    const { id } = await replayEvents(aBackend(), 'we_1', { event_id: 'vs_1-2' }, desk.dependencies);
    expect(desk.first).toMatchObject([{ event: aWebhookEvent(), attempt: 1 }]);
    expect([...desk.log.deliveries.values()]).toMatchObject([
      { replay_id: id, created_at: NOON.toISOString() },
    ]);
  });

  it('is refused for an event that does not exist, or that endpoints cannot receive', async () => {
    const desk = aWebhookDesk(anEndpoint());
    desk.past.set('other vs_1-2', aWebhookEvent());
    desk.past.set('acme evt_1', aWebhookEvent({ type: 'other' }));
    for (const event_id of ['vs_1-2', 'evt_1'])
      await expect(replayEvents(aBackend(), 'we_1', { event_id }, desk.dependencies)).rejects.toMatchObject({
        code: 'not_found',
      });
  });
});

describe('a replay of a time', () => {
  it('is worked off step by step, and ends now', async () => {
    const desk = aWebhookDesk(anEndpoint());
    const { id } = await replayEvents(aBackend(), 'we_1', { from: at(-60) }, desk.dependencies);
    await replayEvents(aBackend(), 'we_1', { from: at(-60), to: at(-30) }, desk.dependencies);
    await replayEvents(aBackend(), 'we_1', { from: at(-60), to: at(30) }, desk.dependencies);
    expect(desk.steps.map(({ replay }) => [replay.from, replay.to])).toEqual([
      [at(-60), at(0)],
      [at(-60), at(-30)],
      [at(-60), at(0)],
    ]);
    expect(desk.steps[0]?.replay).toMatchObject({ id, endpoint_id: 'we_1', requested_at: at(0) });
  });

  it.each([
    ['in the future', { from: at(1) }],
    ['that ends before it begins', { from: at(-1), to: at(-2) }],
    ['of which events are no longer kept', { from: at(-31 * 24 * 60) }],
  ])('is refused for a time %s', async (_name, request) => {
    const desk = aWebhookDesk(anEndpoint());
    await expect(replayEvents(aBackend(), 'we_1', request, desk.dependencies)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(desk.steps).toEqual([]);
  });
});

it('nothing is replayed to an endpoint that is disabled', async () => {
  const desk = aWebhookDesk(anEndpoint({ status: 'disabled' }));
  await expect(replayEvents(aBackend(), 'we_1', { from: at(-1) }, desk.dependencies)).rejects.toMatchObject({
    code: 'invalid_state',
  });
});
