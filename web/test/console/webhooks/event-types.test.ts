import { expect, it } from 'vitest';
import { WEBHOOK_EVENT_TYPES } from '../../../../lambda/webhooks/domain/webhook-event.ts';
import { EVENT_TYPES } from '../../../src/console/webhooks/event-types.ts';

it('offers every type that the API takes', () => {
  expect([...EVENT_TYPES].sort()).toEqual([...WEBHOOK_EVENT_TYPES].sort());
});
