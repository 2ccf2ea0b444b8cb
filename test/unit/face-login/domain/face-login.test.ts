import { describe, expect, it } from 'vitest';
import type { FaceChallenge } from '../../../../lambda/face-login/domain/challenge.ts';
import { APPROVAL_COUNTS_MINUTES, faceLoginOf } from '../../../../lambda/face-login/domain/face-login.ts';
import { approval, declined } from '../../../../lambda/kernel/decision.ts';
import { aSession, minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

const approved = aSession({
  type: 'authentication',
  status: 'approved',
  decision: approval('policy', NOON),
});
const challenge: FaceChallenge = {
  kind: 'face',
  verification_session_id: approved.id,
  tenant: TENANT,
  user_id: approved.user_id,
};
const justBefore = (minutes: number) => new Date(minutesAfter(minutes).getTime() - 1);

describe('the login that a session proves', () => {
  it("is its user's, and ends after five minutes", () => {
    expect(faceLoginOf(approved, challenge, NOON)).toEqual({
      tenant: TENANT,
      session_id: approved.id,
      user_id: approved.user_id,
      passed_at: NOON.toISOString(),
      expires_at: minutesAfter(5).toISOString(),
    });
    expect(faceLoginOf(approved, challenge, justBefore(APPROVAL_COUNTS_MINUTES))).toBeDefined();
  });

  it.each([
    ['there is no session', undefined],
    ['it is another session', aSession({ ...approved, id: 'vs_2' })],
    ['it is of another tenant', aSession({ ...approved, tenant: 'other' })],
    ['it is of another user', aSession({ ...approved, user_id: 'user-2' })],
    ['it is a test', aSession({ ...approved, livemode: false })],
    ['it is a registration', aSession({ ...approved, type: 'registration' })],
    ['it approves a transaction', aSession({ ...approved, type: 'step_up' })],
    ['it is being decided', aSession({ ...approved, status: 'processing' })],
    [
      'it was declined',
      aSession({ ...approved, status: 'declined', decision: declined([], 'policy', NOON) }),
    ],
  ])('is none where %s', (_why, session) => {
    expect(faceLoginOf(session, challenge, NOON)).toBeUndefined();
  });

  it('is none where its decision approves nothing, whatever its status says', () => {
    const { decision: _none, ...undecided } = approved;
    expect(faceLoginOf(undecided, challenge, NOON)).toBeUndefined();
    const contradictory = { ...approved, decision: declined([], 'policy', NOON) };
    expect(faceLoginOf(contradictory, challenge, NOON)).toBeUndefined();
  });

  it('is none five minutes after the decision', () => {
    expect(faceLoginOf(approved, challenge, minutesAfter(APPROVAL_COUNTS_MINUTES))).toBeUndefined();
  });
});
