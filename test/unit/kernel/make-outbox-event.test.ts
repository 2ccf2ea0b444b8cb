import { expect, it } from 'vitest';
import { outboxEventOf } from '../../../lambda/kernel/make-outbox-event.ts';

it('tells the ids of an event apart from its details, and leaves out what is not known', () => {
  const at = new Date('2026-03-02T12:00:00.000Z');
  const event = outboxEventOf(
    'review_case.opened',
    { id: 'rc_1-1', tenant: 'acme', subject: 'rc_1', at },
    { reason: 'sampled', session_id: 'vs_1', user_id: undefined, due_at: at.toISOString() },
  );
  expect(event).toEqual({
    type: 'review_case.opened',
    id: 'rc_1-1',
    tenant: 'acme',
    subject: 'rc_1',
    occurred_at: '2026-03-02T12:00:00.000Z',
    session_id: 'vs_1',
    details: { reason: 'sampled', due_at: '2026-03-02T12:00:00.000Z' },
  });
});
