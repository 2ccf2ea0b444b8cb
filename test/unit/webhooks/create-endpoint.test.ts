import { describe, expect, it } from 'vitest';
import { createEndpoint, newSecret } from '../../../lambda/webhooks/create-endpoint.ts';
import { MAX_ENDPOINTS } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import { anEndpoint, aWebhookDesk } from '../../support/lambda/a-webhook-desk.ts';
import { aBackend, NOON } from '../../support/lambda/builders.ts';

const request = { url: 'https://hooks.example.com/', with_reasons: false };

describe('a new endpoint', () => {
  it('is enabled, has a secret of its own, and belongs to the tenant of the caller', async () => {
    const { dependencies, store } = aWebhookDesk();
    const endpoint = await createEndpoint(
      aBackend(),
      { ...request, event_types: ['consent.given'] },
      dependencies,
    );
    expect(endpoint).toMatchObject({
      tenant: 'acme',
      url: request.url,
      event_types: ['consent.given'],
      status: 'enabled',
      created_by: 'client-1',
      revision: 1,
      secrets: [{ value: expect.stringMatching(/^whsec_/) }],
    });
    expect(await store.list('acme')).toEqual([endpoint]);
  });

  it.each([
    ['a private address', { ...request, url: 'https://192.168.0.1/' }, 'invalid_request'],
    ['reasons that the caller may not know', { ...request, with_reasons: true }, 'forbidden'],
  ])('is refused: %s', async (_name, body, code) => {
    const { dependencies, store } = aWebhookDesk();
    await expect(createEndpoint(aBackend(), body, dependencies)).rejects.toMatchObject({ code });
    expect(await store.list('acme')).toEqual([]);
  });

  it('is refused where the tenant has as many as it may', async () => {
    const { dependencies } = aWebhookDesk(
      ...Array.from({ length: MAX_ENDPOINTS }, (_, index) => anEndpoint({ id: `we_${index}` })),
    );
    await expect(createEndpoint(aBackend(), request, dependencies)).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });
});

it('a secret is made of as many random bytes as it has', () => {
  const asked: number[] = [];
  const randomSecret = (bytes: number) => {
    asked.push(bytes);
    return new Uint8Array(bytes);
  };
  const secret = newSecret({ ...aWebhookDesk().dependencies, randomSecret });
  expect(asked).toEqual([32]);
  expect(secret.created_at).toBe(NOON.toISOString());
});
