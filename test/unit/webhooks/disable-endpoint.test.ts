import { describe, expect, it } from 'vitest';
import { outboxEvent } from '../../../lambda/kernel/outbox-event.ts';
import { disableEndpoint } from '../../../lambda/webhooks/disable-endpoint.ts';
import { changed } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import { anEndpoint, aWebhookDesk } from '../../support/lambda/a-webhook-desk.ts';

describe('an endpoint whose receiver fails', () => {
  it('is disabled once, and reported by one event', async () => {
    const desk = aWebhookDesk(anEndpoint());
    for (let time = 0; time < 2; time += 1)
      await disableEndpoint(anEndpoint(), 'exhausted', desk.dependencies);
    expect(desk.store.reported).toHaveLength(1);
    expect(outboxEvent.parse(desk.store.reported[0])).toEqual(desk.store.reported[0]);
    expect(desk.counted('WebhookEndpointDisabled')).toEqual(['exhausted']);
  });

  it('is disabled although it is changed at the same time', async () => {
    const desk = aWebhookDesk(anEndpoint());
    const { get } = desk.store;
    let reads = 0;
    desk.store.get = async (tenant, id) => {
      const endpoint = await get(tenant, id);
      reads += 1;
      if (reads === 1 && endpoint) await desk.store.save(changed(endpoint, { description: 'new' }));
      return endpoint;
    };
    await disableEndpoint(anEndpoint(), 'gone', desk.dependencies);
    expect(await get('acme', 'we_1')).toMatchObject({ status: 'disabled', description: 'new', revision: 3 });
  });

  it('stays enabled if it has another URL meanwhile, or is deleted', async () => {
    const moved = aWebhookDesk(anEndpoint({ url: 'https://new.example.com/' }));
    await disableEndpoint(anEndpoint(), 'exhausted', moved.dependencies);
    expect(await moved.store.get('acme', 'we_1')).toMatchObject({ status: 'enabled' });
    const deleted = aWebhookDesk();
    await disableEndpoint(anEndpoint(), 'exhausted', deleted.dependencies);
    expect(deleted.store.reported).toEqual([]);
  });

  it('fails when others change it all the time, so that its message comes again', async () => {
    const desk = aWebhookDesk(anEndpoint());
    desk.store.save = async () => false;
    await expect(disableEndpoint(anEndpoint(), 'gone', desk.dependencies)).rejects.toThrow('being changed');
  });
});
