import { expect, it } from 'vitest';
import { newInteraction } from '../../../../lambda/enrollment/domain/last-interaction.ts';
import { minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

const user = { tenant: TENANT, user_id: 'user-1' };

it('a recognition is kept at most once a day', () => {
  const at = NOON.toISOString();
  expect(newInteraction(user, undefined, NOON)).toEqual({ ...user, at });
  expect(newInteraction(user, at, minutesAfter(1439))).toBeUndefined();
  const tomorrow = minutesAfter(1440);
  expect(newInteraction(user, at, tomorrow)).toEqual({ ...user, at: tomorrow.toISOString() });
});
