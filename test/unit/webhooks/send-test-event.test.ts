import { expect, it } from 'vitest';
import { sendTestEvent } from '../../../lambda/webhooks/send-test-event.ts';
import { anEndpoint, aWebhookDesk } from '../../support/lambda/a-webhook-desk.ts';
import { aBackend } from '../../support/lambda/builders.ts';

it('queues an event that reports nothing, and names its delivery', async () => {
  const desk = aWebhookDesk(anEndpoint({ status: 'disabled', event_types: ['consent.given'] }));
  const { id } = await sendTestEvent(aBackend(), 'we_1', desk.dependencies);
  expect(desk.first).toMatchObject([
    { delivery_id: id, attempt: 1, event: { type: 'webhook_endpoint.test', stage: 'test', subject: 'we_1' } },
  ]);
  expect(desk.log.deliveries.get(id)).toMatchObject({ status: 'pending' });
  // it is not an event of the tenant
  expect(desk.events.kept.size).toBe(0);
  await expect(sendTestEvent(aBackend(), 'we_2', desk.dependencies)).rejects.toMatchObject({
    code: 'not_found',
  });
});
