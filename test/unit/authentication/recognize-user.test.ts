import { describe, expect, it } from 'vitest';
import { recognizeUser } from '../../../lambda/authentication/recognize-user.ts';
import { aDoor } from '../../support/lambda/a-door.ts';
import { TENANT } from '../../support/lambda/builders.ts';

/** Asks whether this person is the user, by this method. */
async function recognize(person: string, method: 'search' | 'compare', user_id = 'user-1') {
  const door = aDoor(person, { method });
  const user = { ...door.session, user_id, selfie: { key: 'selfie' } };
  const enrolled = await door.mappings.listOfUser(TENANT, user_id);
  const shown = await door.images.read({ key: 'selfie' });
  const { check, findings } = await recognizeUser(method, shown, enrolled, user, door);
  return { check, reasons: findings.reasons };
}

describe('recognizing the user of a session', () => {
  it.each([
    ['search', 'enrolled_face_search'],
    ['compare', 'face_match'],
  ] as const)('by %s accepts the own face, and no other', async (method, check) => {
    expect(await recognize('ann', method)).toEqual({ check, reasons: [] });
    expect(await recognize('bob', method)).toEqual({ check, reasons: ['face_not_recognized'] });
    expect(await recognize('ann', method, 'user-9')).toEqual({ check, reasons: ['user_not_enrolled'] });
  });
});
