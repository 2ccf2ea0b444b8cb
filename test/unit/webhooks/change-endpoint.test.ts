import { describe, expect, it } from 'vitest';
import { changeEndpoint } from '../../../lambda/webhooks/change-endpoint.ts';
import { disabled } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import { anEndpoint, aWebhookDesk } from '../../support/lambda/a-webhook-desk.ts';
import { aBackend, anOperator, NOON } from '../../support/lambda/builders.ts';

describe('a change of an endpoint', () => {
  it('is one revision, whatever it changes', async () => {
    const { dependencies, store } = aWebhookDesk(anEndpoint());
    const after = await changeEndpoint(
      aBackend(),
      'we_1',
      { description: 'x', status: 'disabled' },
      dependencies,
    );
    expect(after).toMatchObject({
      description: 'x',
      status: 'disabled',
      disabled: { reason: 'requested' },
      revision: 2,
    });
    expect(await store.get('acme', 'we_1')).toEqual(after);
    expect(store.reported).toEqual([]);
  });

  it('enables it again', async () => {
    const { dependencies } = aWebhookDesk(disabled(anEndpoint(), 'exhausted', NOON));
    const after = await changeEndpoint(aBackend(), 'we_1', { status: 'enabled' }, dependencies);
    expect(after).toEqual({ ...anEndpoint(), revision: 3 });
    // which it stays
    expect(await changeEndpoint(aBackend(), 'we_1', { status: 'enabled' }, dependencies)).toMatchObject({
      status: 'enabled',
    });
  });

  it('is refused for a URL that events are not sent to', async () => {
    const { dependencies } = aWebhookDesk(anEndpoint());
    await expect(
      changeEndpoint(aBackend(), 'we_1', { url: 'http://hooks.example.com/' }, dependencies),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('does not let a backend have reasons sent that it may not know, nor send them elsewhere', async () => {
    const { dependencies } = aWebhookDesk(anEndpoint(), anEndpoint({ id: 'we_2', with_reasons: true }));
    const forbidden = { code: 'forbidden' };
    await expect(
      changeEndpoint(aBackend(), 'we_1', { with_reasons: true }, dependencies),
    ).rejects.toMatchObject(forbidden);
    await expect(
      changeEndpoint(aBackend(), 'we_2', { url: 'https://b.example.com/' }, dependencies),
    ).rejects.toMatchObject(forbidden);
    expect(await changeEndpoint(aBackend(), 'we_2', { status: 'disabled' }, dependencies)).toMatchObject({
      status: 'disabled',
    });
    expect(await changeEndpoint(anOperator(), 'we_1', { with_reasons: true }, dependencies)).toMatchObject({
      with_reasons: true,
    });
  });
});
