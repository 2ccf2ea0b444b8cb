import { describe, expect, it } from 'vitest';
import type { WebhookEndpoint } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import { replayPage } from '../../../lambda/webhooks/replay-page.ts';
import { anEndpoint, aWebhookDesk, aWebhookEvent } from '../../support/lambda/a-webhook-desk.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';

const replay = {
  id: 'wr_1',
  tenant: TENANT,
  endpoint_id: 'we_1',
  requested_at: minutesAfter(60).toISOString(),
  from: minutesAfter(1).toISOString(),
  to: minutesAfter(6).toISOString(),
};

/** Events of the minutes 0 to 6, of which 1 to 5 are in the replay; all of its steps are worked off. */
async function replayed(endpoint: WebhookEndpoint) {
  const desk = aWebhookDesk(endpoint);
  for (let minute = 0; minute <= 6; minute += 1) {
    const type = minute === 3 ? 'consent.given' : 'verification_session.approved';
    await desk.events.keep(
      aWebhookEvent({ id: `vs_1-${minute}`, type, time: minutesAfter(minute).toISOString() }),
    );
  }
  await replayPage({ replay }, desk.dependencies);
  for (let step = desk.steps.shift(); step; step = desk.steps.shift())
    await replayPage(step, desk.dependencies);
  return desk;
}
const events = ({ first }: Awaited<ReturnType<typeof replayed>>) => first.map(({ event }) => event.id);

describe('a replay', () => {
  it('delivers the events of its time page by page, each under the replay', async () => {
    const desk = await replayed(anEndpoint());
    expect(events(desk)).toEqual(['vs_1-1', 'vs_1-2', 'vs_1-3', 'vs_1-4', 'vs_1-5']);
    expect(new Set([...desk.log.deliveries.values()].map(({ replay_id }) => replay_id))).toEqual(
      new Set(['wr_1']),
    );
    expect([...desk.log.deliveries.values()][0]?.created_at).toBe(replay.requested_at);
  });

  it('delivers those that the endpoint receives', async () => {
    expect(events(await replayed(anEndpoint({ event_types: ['consent.given'] })))).toEqual(['vs_1-3']);
  });

  it('ends where the endpoint is disabled or deleted', async () => {
    expect(events(await replayed(anEndpoint({ status: 'disabled' })))).toEqual([]);
    expect(events(await replayed(anEndpoint({ id: 'we_2' })))).toEqual([]);
  });

  it('of a step that comes twice delivers each event once', async () => {
    const desk = aWebhookDesk(anEndpoint());
    await desk.events.keep(aWebhookEvent({ time: minutesAfter(1).toISOString() }));
    for (let time = 0; time < 2; time += 1) await replayPage({ replay }, desk.dependencies);
    expect(desk.log.deliveries.size).toBe(1);
    expect(NOON.toISOString() < replay.from).toBe(true);
  });
});
