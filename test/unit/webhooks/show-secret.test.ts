import { expect, it } from 'vitest';
import { webhookEndpointWithSecret } from '../../../lambda/webhooks/contract.ts';
import { namedSecret, showSecret } from '../../../lambda/webhooks/show-secret.ts';
import { anEndpoint, aSecret, aWebhookDesk } from '../../support/lambda/a-webhook-desk.ts';
import { aBackend } from '../../support/lambda/builders.ts';

it('names the newest secret without holding it', () => {
  const named = namedSecret(anEndpoint({ secrets: [aSecret(2), aSecret(1)] }));
  expect(named).toEqual({ id: 'we_1', secret_id: 'ws_2' });
});

it('shows a named secret, for a call and its repetition', async () => {
  const { dependencies } = aWebhookDesk(anEndpoint());
  const shown = await showSecret(aBackend(), namedSecret(anEndpoint()), dependencies);
  expect(webhookEndpointWithSecret.parse(shown)).toEqual(shown);
  expect(shown.secret).toBe(aSecret().value);
});

it('refuses to show one that was replaced, or whose endpoint is deleted', async () => {
  const { dependencies, store } = aWebhookDesk(anEndpoint());
  const show = (secret_id: string) => showSecret(aBackend(), { id: 'we_1', secret_id }, dependencies);
  await expect(show('ws_0')).rejects.toMatchObject({ code: 'invalid_state' });
  await store.remove('acme', 'we_1');
  await expect(show('ws_1')).rejects.toMatchObject({ code: 'not_found' });
});
