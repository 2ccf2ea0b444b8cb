import { expect, it } from 'vitest';
import { OUTBOX_DATA } from '../../../lambda/kernel/outbox-data.ts';
import { OUTBOX_EVENT_TYPES } from '../../../lambda/kernel/outbox-event.ts';

it('has data for every type', () => {
  expect(Object.keys(OUTBOX_DATA)).toEqual([...OUTBOX_EVENT_TYPES]);
});

it('refuses members that a type does not have', () => {
  const data = { user_id: 'alice', images: 1, cause: 'deleted' };
  expect(OUTBOX_DATA['enrollment.removed'].parse(data)).toEqual(data);
  expect(OUTBOX_DATA['enrollment.removed'].safeParse({ ...data, face_id: 'f1' }).success).toBe(false);
});
