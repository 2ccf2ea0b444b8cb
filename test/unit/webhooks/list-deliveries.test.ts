import { expect, it } from 'vitest';
import { webhookDeliveryPage } from '../../../lambda/webhooks/contract.ts';
import { listDeliveries } from '../../../lambda/webhooks/list-deliveries.ts';
import { queueDelivery } from '../../../lambda/webhooks/queue-delivery.ts';
import { anEndpoint, aWebhookDesk, aWebhookEvent } from '../../support/lambda/a-webhook-desk.ts';
import { aBackend, minutesAfter } from '../../support/lambda/builders.ts';

it('lists deliveries from the newest on, page by page, as the contract says', async () => {
  const desk = aWebhookDesk(anEndpoint());
  for (let minute = 0; minute < 3; minute += 1)
    await queueDelivery(
      aWebhookEvent({ id: `vs_1-${minute}` }),
      { endpointId: 'we_1' },
      minutesAfter(minute),
      desk.dependencies,
    );
  const page = (cursor?: string) =>
    listDeliveries(aBackend(), 'we_1', { limit: 2, cursor }, desk.dependencies);
  const first = await page();
  expect(webhookDeliveryPage.parse(first)).toEqual(first);
  expect(first.data.map(({ event_id }) => event_id)).toEqual(['vs_1-2', 'vs_1-1']);
  expect((await page(first.next_cursor ?? '')).data.map(({ event_id }) => event_id)).toEqual(['vs_1-0']);
});

it('refuses an endpoint that does not exist', async () => {
  await expect(
    listDeliveries(aBackend(), 'we_1', { limit: 2 }, aWebhookDesk().dependencies),
  ).rejects.toMatchObject({
    code: 'not_found',
  });
});
