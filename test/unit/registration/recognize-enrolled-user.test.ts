import { describe, expect, it } from 'vitest';
import { recognizeEnrolledUser } from '../../../lambda/registration/recognize-enrolled-user.ts';
import { aDoor } from '../../support/lambda/a-door.ts';
import { aRegistration } from '../../support/lambda/builders.ts';

/** Recognizes this person as the user of a re-enrollment. */
async function recognize(person: string, user_id = 'user-1') {
  const door = aDoor(person);
  const { document: _, ...registration } = aRegistration({
    type: 're_enrollment',
    enrollment: { mode: 'add' },
    user_id,
  });
  const verdict = await recognizeEnrolledUser({ registration }, door);
  const { checks } = door.sessions.stored(registration.tenant, registration.session_id);
  return { verdict, checks };
}

describe('recognizing the user of a re-enrollment', () => {
  it('passes the own face on to be enrolled', async () => {
    const { verdict, checks } = await recognize('ann');
    expect(verdict).toMatchObject({ continue: true, selfie: { key: 'selfie', sha256: expect.any(String) } });
    expect(checks.enrolled_face_search?.status).toBe('passed');
  });

  it.each([
    ['another person', 'bob', 'user-1', 'face_not_recognized'],
    ['a user who is not enrolled', 'ann', 'user-9', 'user_not_enrolled'],
  ] as const)('ends with %s', async (_who, person, user, reason) => {
    const { verdict, checks } = await recognize(person, user);
    expect(verdict).toEqual({ continue: false, reason_codes: [reason] });
    expect(checks.enrolled_face_search?.status).toBe('failed');
  });
});
