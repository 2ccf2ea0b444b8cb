import { describe, expect, it } from 'vitest';
import { queueWebhooks } from '../../../lambda/webhooks/queue-webhooks.ts';
import { anEndpoint, aWebhookDesk, aWebhookEvent } from '../../support/lambda/a-webhook-desk.ts';

describe('an event', () => {
  it('is delivered to the endpoints of its tenant that receive it, and kept for replays', async () => {
    const desk = aWebhookDesk(
      anEndpoint(),
      anEndpoint({ id: 'we_2', event_types: ['verification_session.approved'] }),
      anEndpoint({ id: 'we_3', event_types: ['consent.given'] }),
      anEndpoint({ id: 'we_4', status: 'disabled' }),
      anEndpoint({ id: 'we_5', tenant: 'other' }),
    );
    await queueWebhooks(aWebhookEvent(), desk.dependencies);
    expect(desk.first.map(({ endpoint_id }) => endpoint_id)).toEqual(['we_1', 'we_2']);
    expect([...desk.events.kept.values()]).toEqual([aWebhookEvent()]);
  });

  it('is kept while all endpoints are disabled, and not where there is none', async () => {
    const off = aWebhookDesk(anEndpoint({ status: 'disabled' }));
    await queueWebhooks(aWebhookEvent(), off.dependencies);
    expect([off.first.length, off.events.kept.size]).toEqual([0, 1]);
    const none = aWebhookDesk();
    await queueWebhooks(aWebhookEvent(), none.dependencies);
    expect([none.first.length, none.events.kept.size]).toEqual([0, 0]);
  });

  it('is not delivered if it is of a type that endpoints cannot receive', async () => {
    const desk = aWebhookDesk(anEndpoint());
    await queueWebhooks(aWebhookEvent({ type: 'other' }), desk.dependencies);
    expect([desk.first.length, desk.events.kept.size]).toEqual([0, 0]);
  });

  it('is one delivery to each endpoint if it comes twice', async () => {
    const desk = aWebhookDesk(anEndpoint(), anEndpoint({ id: 'we_2' }));
    for (let time = 0; time < 2; time += 1) await queueWebhooks(aWebhookEvent(), desk.dependencies);
    expect(desk.log.deliveries.size).toBe(2);
    expect(desk.events.kept.size).toBe(1);
  });
});
