import { expect, it } from 'vitest';
import { rotateSecret } from '../../../lambda/webhooks/rotate-secret.ts';
import { anEndpoint, aWebhookDesk } from '../../support/lambda/a-webhook-desk.ts';
import { aBackend, minutesAfter } from '../../support/lambda/builders.ts';

it('adds a secret, and lets the one before it sign for some hours', async () => {
  const { dependencies, store } = aWebhookDesk(anEndpoint());
  const after = await rotateSecret(aBackend(), 'we_1', { overlap_hours: 24 }, dependencies);
  expect(after.secrets).toMatchObject([
    { value: expect.stringMatching(/^whsec_/) },
    { id: 'ws_1', expires_at: minutesAfter(24 * 60).toISOString() },
  ]);
  expect(await store.get('acme', 'we_1')).toEqual(after);
});

it('replaces a secret that has leaked at once', async () => {
  const { dependencies } = aWebhookDesk(anEndpoint());
  const after = await rotateSecret(aBackend(), 'we_1', { overlap_hours: 0 }, dependencies);
  expect(after.secrets.map(({ id }) => id)).not.toContain('ws_1');
  expect(after.secrets).toHaveLength(1);
});
