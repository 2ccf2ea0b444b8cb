import { expect, it } from 'vitest';
import { webhookEndpointView } from '../../../lambda/webhooks/contract.ts';
import { disabled } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import { toEndpointView } from '../../../lambda/webhooks/endpoint-view.ts';
import { anEndpoint, aSecret } from '../../support/lambda/a-webhook-desk.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';

it('an endpoint is shown without its secrets, of which those that sign are named', () => {
  const endpoint = anEndpoint({
    description: 'x',
    event_types: ['consent.given'],
    secrets: [aSecret(2), aSecret(1, { expires_at: minutesAfter(1).toISOString() })],
  });
  const view = toEndpointView(endpoint, NOON);
  expect(webhookEndpointView.parse(view)).toEqual(view);
  expect(view.secrets.map(({ id }) => id)).toEqual(['ws_2', 'ws_1']);
  expect(JSON.stringify(view)).not.toContain('whsec_');
  expect(JSON.stringify(view)).not.toContain('client-1');
  expect(toEndpointView(endpoint, minutesAfter(1)).secrets.map(({ id }) => id)).toEqual(['ws_2']);
});

it('a disabled endpoint says why and since when', () => {
  expect(toEndpointView(disabled(anEndpoint(), 'gone', NOON), NOON)).toMatchObject({
    status: 'disabled',
    disabled_reason: 'gone',
    disabled_at: NOON.toISOString(),
  });
});
