import { expect, it } from 'vitest';
import { deleteEndpoint } from '../../../lambda/webhooks/delete-endpoint.ts';
import { anEndpoint, aWebhookDesk } from '../../support/lambda/a-webhook-desk.ts';
import { aBackend } from '../../support/lambda/builders.ts';

it('deletes an endpoint of the own tenant, once', async () => {
  const { dependencies, store } = aWebhookDesk(anEndpoint(), anEndpoint({ id: 'we_2', tenant: 'other' }));
  await deleteEndpoint(aBackend(), 'we_1', dependencies);
  expect(await store.list('acme')).toEqual([]);
  for (const id of ['we_1', 'we_2'])
    await expect(deleteEndpoint(aBackend(), id, dependencies)).rejects.toMatchObject({ code: 'not_found' });
  expect(await store.list('other')).toHaveLength(1);
});
