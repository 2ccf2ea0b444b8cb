import { expect, it } from 'vitest';
import {
  actionsOf,
  countReasons,
  isMoving,
  STATUS_TEXTS,
} from '../../../src/console/migrations/migration-actions.ts';

it.each([
  ['filling', ['resume', 'cancel']],
  ['verifying', ['resume', 'cancel']],
  ['building', ['resume', 'cancel']],
  ['ready', ['cut-over', 'recheck', 'cancel']],
  ['cut_over', ['roll-back', 'drain']],
  ['draining', ['resume']],
  ['canceling', ['resume']],
  ['drained', []],
  ['canceled', []],
] as const)('a migration that is %s can be taken further by %s', (status, names) => {
  expect(actionsOf(status).map(({ name }) => name)).toEqual(names);
});

it('says of every action whether it can be undone, and of every status what happens', () => {
  const final = ['drain', 'cancel'];
  for (const status of Object.keys(STATUS_TEXTS) as (keyof typeof STATUS_TEXTS)[])
    for (const { name, meaning } of actionsOf(status))
      expect(meaning.includes('This cannot be undone'), name).toBe(final.includes(name));
});

it('moves by itself while there is work', () => {
  expect(isMoving({ status: 'filling' })).toBe(true);
  expect(isMoving({ status: 'ready' })).toBe(false);
});

it('counts what is missing by reason, the most frequent first', () => {
  const failed = (reason: 'image_missing' | 'not_copied') => ({ user_id: 'ann', image_id: 'i', reason });
  expect(countReasons([failed('not_copied'), failed('image_missing'), failed('image_missing')])).toEqual([
    { reason: 'image_missing', count: 2 },
    { reason: 'not_copied', count: 1 },
  ]);
});
