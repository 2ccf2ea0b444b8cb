import { describe, expect, it } from 'vitest';
import {
  LIVENESS_SESSION_LIFETIME_MS,
  livenessFeedback,
  livenessSession,
} from '../../../../lambda/sessions/domain/liveness-session.ts';
import { aLivenessSession } from '../../../support/lambda/builders.ts';

const aUsedSession = aLivenessSession({
  status: 'failed',
  feedback: ['EYES_CLOSED_DETECTED'],
  audit_images: [{ key: 'audit-0.jpg', version_id: '1' }],
});

describe('a liveness session', () => {
  it('is stored and read whole', () => {
    for (const session of [aLivenessSession(), aUsedSession, aLivenessSession({ status: 'expired' })])
      expect(livenessSession.parse(session)).toStrictEqual(session);
  });

  it.each([
    ['bound to no verification session', { verification_session_id: undefined }],
    ['bound to no user', { user_id: undefined }],
    ['for a purpose that does not exist', { purpose: 'payment' }],
    ['of a status that does not exist', { status: 'live' }],
    ['with feedback that we do not know', { feedback: ['TOO_PRETTY'] }],
    ['with an audit image that lies nowhere', { audit_images: [{}] }],
  ])('is refused %s', (_what, changes) => {
    expect(livenessSession.safeParse({ ...aUsedSession, ...changes }).success).toBe(false);
  });

  it('lives three minutes, as it does at Rekognition', () => {
    expect(LIVENESS_SESSION_LIFETIME_MS).toBe(3 * 60 * 1000);
  });

  it('may come with what the person can do better, in the words of the API reference', () => {
    expect(livenessFeedback.options).toEqual([
      'FACE_NOT_VISIBLE',
      'FACE_OBSTRUCTION_DETECTED',
      'LOW_VIDEO_QUALITY_DETECTED',
      'FACE_NOT_ALIGNED',
      'EYES_CLOSED_DETECTED',
      'LOW_LIGHTING_DETECTED',
      'HIGH_LIGHTING_DETECTED',
    ]);
  });
});
