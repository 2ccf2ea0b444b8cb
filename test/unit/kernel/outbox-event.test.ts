import { expect, it } from 'vitest';
import { OUTBOX_EVENT_TYPES, outboxEvent } from '../../../lambda/kernel/outbox-event.ts';

const anEvent = {
  type: 'policy.activated',
  id: 'evt_1',
  tenant: 'acme',
  subject: 'registration',
  occurred_at: '2026-03-02T12:00:00.000Z',
  details: { version: 2 },
};

it('lists each type once, in their order', () => {
  expect(OUTBOX_EVENT_TYPES).toEqual([...new Set(OUTBOX_EVENT_TYPES)].sort());
});

it('holds ids, codes and counts, and nothing nested', () => {
  expect(outboxEvent.parse(anEvent)).toEqual(anEvent);
  expect(outboxEvent.safeParse({ ...anEvent, details: { face: { score: 99 } } }).success).toBe(false);
});

it('takes no type that is not listed, and no empty id', () => {
  expect(outboxEvent.safeParse({ ...anEvent, type: 'policy.forgotten' }).success).toBe(false);
  expect(outboxEvent.safeParse({ ...anEvent, id: '' }).success).toBe(false);
});
