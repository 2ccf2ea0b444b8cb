import { describe, expect, it } from 'vitest';
import { declined, policyFingerprint } from '../../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { refusedRun } from '../../../../lambda/registration/domain/refused-run.ts';
import { tryAgain } from '../../../../lambda/sessions/domain/session-run.ts';
import { aCompleteSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const VERSION = policyFingerprint(DEFAULT_POLICY);
const running = aCompleteSession({ status: 'processing' });

describe('a run that may not be approved', () => {
  it('is followed by another document while one may help and attempts are left', () => {
    expect(refusedRun(running, ['document_image_too_blurry'], DEFAULT_POLICY, NOON)).toEqual({
      name: 'try_again',
      facts: { attempt: tryAgain(['document_image_too_blurry'], VERSION, NOON) },
    });
    const last = { ...running, document_attempts_allowed: 1 };
    expect(refusedRun(last, ['document_image_too_blurry'], DEFAULT_POLICY, NOON)).toEqual({
      name: 'decline',
      facts: { decision: declined(['document_image_too_blurry'], VERSION, NOON) },
    });
    const late = minutesAfter(60);
    expect(refusedRun(running, ['face_mismatch'], DEFAULT_POLICY, late).name).toBe('decline');
  });

  it('is held where the policy leaves its reasons to a reviewer', () => {
    expect(refusedRun(running, ['duplicate_face'], DEFAULT_POLICY, NOON)).toEqual({
      name: 'hold',
      facts: {
        review: {
          reason_codes: ['duplicate_face'],
          questions: ['possible_duplicate'],
          requested_at: NOON.toISOString(),
          due_at: minutesAfter(DEFAULT_POLICY.review.sla_hours * 60).toISOString(),
          policy_version: VERSION,
        },
      },
    });
    const strict = { ...DEFAULT_POLICY, duplicates: 'decline' } as const;
    expect(refusedRun(running, ['duplicate_face'], strict, NOON).name).toBe('decline');
  });

  it('is declined for one reason that needs no reviewer beside others', () => {
    expect(refusedRun(running, ['duplicate_face', 'duplicate_image'], DEFAULT_POLICY, NOON)).toMatchObject({
      name: 'decline',
      facts: { decision: { reason_codes: ['duplicate_face', 'duplicate_image'] } },
    });
  });
});
