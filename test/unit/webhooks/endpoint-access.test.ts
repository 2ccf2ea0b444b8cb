import { expect, it } from 'vitest';
import { changed } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import { changeStored, requireEndpoint } from '../../../lambda/webhooks/endpoint-access.ts';
import { anEndpoint, aWebhookDesk } from '../../support/lambda/a-webhook-desk.ts';

it('refuses an endpoint of another tenant like one that does not exist', async () => {
  const { store } = aWebhookDesk(anEndpoint());
  expect(await requireEndpoint(store, 'acme', 'we_1')).toEqual(anEndpoint());
  for (const [tenant, id] of [
    ['other', 'we_1'],
    ['acme', 'we_2'],
  ] as const)
    await expect(requireEndpoint(store, tenant, id)).rejects.toMatchObject({ code: 'not_found' });
});

it('changes an endpoint from its newest state, where another change comes first', async () => {
  const { store } = aWebhookDesk(anEndpoint());
  let raced = false;
  const after = await changeStored(store, 'acme', 'we_1', (endpoint) => {
    if (!raced) {
      raced = true;
      store.endpoints.set('acme we_1', changed(endpoint, { description: 'theirs' }));
    }
    return changed(endpoint, { with_reasons: true });
  });
  expect(after).toMatchObject({ description: 'theirs', with_reasons: true, revision: 3 });
});

it('fails when others change it all the time', async () => {
  const { store } = aWebhookDesk(anEndpoint());
  store.save = async () => false;
  await expect(changeStored(store, 'acme', 'we_1', (one) => one)).rejects.toMatchObject({
    code: 'upstream_throttled',
  });
});
