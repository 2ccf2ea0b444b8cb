import { expect, it } from 'vitest';
import { OUTBOX_ROWS } from '../../../../lambda/events/domain/outbox-rows.ts';
import { OUTBOX_EVENT_TYPES } from '../../../../lambda/kernel/outbox-event.ts';

it('has the rows in the order of their types', () => {
  expect(Object.keys(OUTBOX_ROWS)).toEqual([...OUTBOX_EVENT_TYPES]);
});

it('keeps what policies and migrations do from webhooks, which are for what concerns people', () => {
  const kept = Object.entries(OUTBOX_ROWS).flatMap(([type, { webhook }]) => (webhook ? [] : [type]));
  expect(kept.every((type) => /^(policy|migration)\./.test(type))).toBe(true);
});

it('has every decision of a person about others in the ledger', () => {
  for (const type of [
    'review_case.decided',
    'lockout.lifted',
    'policy.activated',
    'erasure.completed',
  ] as const)
    expect(OUTBOX_ROWS[type]).toHaveProperty('ledger');
});
