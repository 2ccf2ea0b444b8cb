import { describe, expect, it } from 'vitest';
import {
  changed,
  disabled,
  enabled,
  receives,
  secretsAt,
  webhookEndpoint,
  withSecret,
} from '../../../../lambda/webhooks/domain/webhook-endpoint.ts';
import { anEndpoint, aSecret, aWebhookEvent } from '../../../support/lambda/a-webhook-desk.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

describe('an endpoint', () => {
  it('receives all types, or those that it names, and none while it is disabled', () => {
    const event = aWebhookEvent();
    expect(receives(anEndpoint(), event)).toBe(true);
    expect(receives(anEndpoint({ event_types: [event.type] }), event)).toBe(true);
    expect(receives(anEndpoint({ event_types: ['consent.given'] }), event)).toBe(false);
    expect(receives(disabled(anEndpoint(), 'gone', NOON), event)).toBe(false);
  });

  it('is disabled with the reason, and forgets it when it is enabled', () => {
    const off = disabled(anEndpoint(), 'exhausted', NOON);
    expect(off).toMatchObject({
      status: 'disabled',
      disabled: { reason: 'exhausted', at: NOON.toISOString() },
      revision: 2,
    });
    expect(enabled(off)).toEqual({ ...anEndpoint(), revision: 3 });
  });

  it('is changed member by member, and null removes one', () => {
    const named = anEndpoint({ description: 'x', event_types: ['consent.given'] });
    expect(changed(named, {})).toEqual({ ...named, revision: 2 });
    expect(changed(named, { url: 'https://b.example.com/', with_reasons: true })).toMatchObject({
      url: 'https://b.example.com/',
      with_reasons: true,
      description: 'x',
    });
    const emptied = changed(named, { description: null, event_types: null });
    expect(emptied).toEqual({ ...anEndpoint(), revision: 2 });
    expect(changed(anEndpoint(), { event_types: ['consent.given'], description: 'y' })).toMatchObject({
      description: 'y',
      event_types: ['consent.given'],
    });
  });
});

describe('the secrets of an endpoint', () => {
  const rotated = withSecret(anEndpoint(), aSecret(2), minutesAfter(60));

  it('are two while they are exchanged, and then the newer one', () => {
    const at = (minute: number) => secretsAt(rotated, minutesAfter(minute)).map(({ id }) => id);
    expect(at(59)).toEqual(['ws_2', 'ws_1']);
    expect(at(60)).toEqual(['ws_2']);
  });

  it('are never more than two', () => {
    const again = withSecret(rotated, aSecret(3), minutesAfter(60));
    expect(again.secrets.map(({ id }) => id)).toEqual(['ws_3', 'ws_2']);
    expect(webhookEndpoint.parse(again)).toEqual(again);
  });

  it('are one at once where the one before has leaked', () => {
    expect(withSecret(anEndpoint(), aSecret(2), NOON).secrets).toEqual([aSecret(2)]);
  });
});
