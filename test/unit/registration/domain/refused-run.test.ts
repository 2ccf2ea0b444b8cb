import { describe, expect, it } from 'vitest';
import { policyFingerprint } from '../../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/policy.ts';
import { refusedRun } from '../../../../lambda/registration/domain/refused-run.ts';
import { aCompleteSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const running = aCompleteSession({ status: 'processing' });

describe('a run that may not be approved', () => {
  it('is followed by another document while one may help and attempts are left', () => {
    expect(refusedRun(running, ['document_image_too_blurry'], DEFAULT_POLICY, NOON)).toMatchObject({
      name: 'try_again',
      facts: { attempt: { outcome: 'try_again', reason_codes: ['document_image_too_blurry'] } },
    });
    const last = { ...running, document_attempts_allowed: 1 };
    expect(refusedRun(last, ['document_image_too_blurry'], DEFAULT_POLICY, NOON)).toMatchObject({
      name: 'decline',
      facts: { decision: { policy_version: policyFingerprint(DEFAULT_POLICY) } },
    });
    const late = minutesAfter(60);
    expect(refusedRun(running, ['face_mismatch'], DEFAULT_POLICY, late).name).toBe('decline');
  });

  it('is held where the policy leaves its reasons to a reviewer', () => {
    expect(refusedRun(running, ['duplicate_face'], DEFAULT_POLICY, NOON)).toMatchObject({
      name: 'hold',
      facts: { review: { reason_codes: ['duplicate_face'], questions: ['possible_duplicate'] } },
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
