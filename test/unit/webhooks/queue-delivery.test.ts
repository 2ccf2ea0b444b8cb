import { expect, it } from 'vitest';
import { queueDelivery } from '../../../lambda/webhooks/queue-delivery.ts';
import { aWebhookDesk, aWebhookEvent } from '../../support/lambda/a-webhook-desk.ts';
import { NOON } from '../../support/lambda/builders.ts';

it('is one delivery, however often its event comes, and its first attempt is sent each time', async () => {
  const desk = aWebhookDesk();
  const queued = () => queueDelivery(aWebhookEvent(), { endpointId: 'we_1' }, NOON, desk.dependencies);
  const id = await queued();
  expect(await queued()).toBe(id);
  expect([...desk.log.deliveries.keys()]).toEqual([id]);
  expect(desk.first).toEqual(
    Array(2).fill({
      tenant: 'acme',
      endpoint_id: 'we_1',
      delivery_id: id,
      event: aWebhookEvent(),
      attempt: 1,
    }),
  );
});
