import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import type { VerificationPolicy } from '../../../../lambda/kernel/policy.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import { type Simulated, simulate } from '../../../../lambda/test-mode/domain/simulated-outcome.ts';
import { aCompleteSession, aReview, aSession, NOON, WITHOUT_FACE } from '../../../support/lambda/builders.ts';

const simulated = (
  session: VerificationSession,
  request: Simulated,
  policy: VerificationPolicy = DEFAULT_POLICY,
) => {
  const planned = simulate(session, request, policy, NOON);
  return 'refused' in planned
    ? { names: undefined, status: undefined, ...planned }
    : { names: planned.steps.map(({ name }) => name), status: planned.session.status };
};
const LIVENESS = ['start_liveness', 'pass_liveness'];
const login = aSession({ type: 'authentication' });
const held = aCompleteSession({
  status: 'in_review',
  submitted_at: NOON.toISOString(),
  review: aReview(['duplicate_face', 'watchlist_hit'], ['possible_duplicate', 'watchlist_hit'], NOON),
});

describe('a simulated outcome', () => {
  it('passes from wherever a session is', () => {
    const passed = [...LIVENESS, 'submit', 'approve'];
    expect(simulated(aSession(), { outcome: 'pass' })).toEqual({ names: passed, status: 'approved' });
    expect(simulated(login, { outcome: 'pass' })).toEqual({ names: passed, status: 'approved' });
    expect(simulated(held, { outcome: 'pass' })).toEqual({
      names: ['record_finding', 'resume', 'approve'],
      status: 'approved',
    });
    expect(simulated(aSession({ alternative_path: WITHOUT_FACE }), { outcome: 'pass' })).toEqual({
      names: ['submit_document', 'accept_document'],
      status: 'approved',
    });
    expect(simulated(aCompleteSession({ status: 'processing' }), { outcome: 'pass' }).status).toBe(
      'approved',
    );
  });

  it('fails as the policy says for the reason', () => {
    const fail = (reason: Simulated['reason']) => simulated(aSession(), { outcome: 'fail', reason });
    expect(fail('liveness_confidence_low')).toEqual({
      names: ['start_liveness', 'fail_liveness'],
      status: 'requires_input',
    });
    expect(fail('face_mismatch').status).toBe('requires_input');
    expect(fail('duplicate_face').status).toBe('in_review');
    expect(fail('duplicate_image').status).toBe('declined');
    expect(fail('upstream_throttled').status).toBe('error');
  });

  it('has usual reasons where only the consequence is asked for', () => {
    expect(simulated(aSession(), { outcome: 'try_again' }).status).toBe('requires_input');
    expect(simulated(login, { outcome: 'try_again' }).status).toBe('requires_input');
    expect(simulated(aSession(), { outcome: 'duplicate' }).status).toBe('in_review');
    expect(simulated(aSession(), { outcome: 'review' }).status).toBe('in_review');
    expect(simulated(login, { outcome: 'error' }).status).toBe('error');
    const byDocument = aSession({ alternative_path: WITHOUT_FACE });
    expect(simulated(byDocument, { outcome: 'review' }).status).toBe('in_review');
  });

  it('ends a review by a reviewer who declines, or by its images being deleted', () => {
    expect(simulated(held, { outcome: 'fail' })).toEqual({ names: ['reject'], status: 'declined' });
    expect(simulated(held, { outcome: 'fail', reason: 'watchlist_hit' }).status).toBe('declined');
    expect(simulated(held, { outcome: 'error' })).toEqual({ names: ['fail'], status: 'error' });
    const linking = {
      ...DEFAULT_POLICY,
      review: { ...DEFAULT_POLICY.review, same_person: 'link' },
    } as const;
    const linked = simulate(held, { outcome: 'fail', reason: 'existing_account' }, linking, NOON);
    expect(linked).toMatchObject({ session: { decision: { reason_codes: ['existing_account'] } } });
  });

  it('expires what was not begun, and abandons the rest', () => {
    expect(simulated(aSession(), { outcome: 'expire' }).status).toBe('expired');
    expect(simulated(aSession(), { outcome: 'abandon' }).status).toBe('abandoned');
    expect(simulated(aCompleteSession(), { outcome: 'expire' })).toMatchObject({ refused: 'state' });
    expect(simulated(held, { outcome: 'expire' })).toMatchObject({ refused: 'state' });
  });
});

describe('a simulated outcome is refused', () => {
  it('for a reason that cannot occur, with those that can', () => {
    expect(simulated(login, { outcome: 'fail', reason: 'face_mismatch' })).toMatchObject({
      refused: 'reason',
      why: expect.stringMatching(
        /^face_mismatch cannot occur by fail in a session of type authentication that is requires_input; use one of .*face_not_recognized/,
      ),
    });
    expect(simulated(aSession(), { outcome: 'fail' })).toMatchObject({
      refused: 'reason',
      why: expect.stringContaining('fail needs a reason'),
    });
    expect(simulated(login, { outcome: 'duplicate' })).toEqual({
      refused: 'reason',
      why: 'duplicate cannot occur in a session of type authentication that is requires_input',
    });
    expect(simulated(aSession(), { outcome: 'error', reason: 'face_mismatch' })).toMatchObject({
      refused: 'reason',
    });
    expect(simulated(aSession(), { outcome: 'pass', reason: 'face_mismatch' })).toEqual({
      refused: 'reason',
      why: 'pass has no reason; omit it',
    });
  });

  it('where the policy makes something else of the reason', () => {
    const last = aSession({ document_attempts_allowed: 1 });
    expect(simulated(last, { outcome: 'try_again', reason: 'face_mismatch' })).toMatchObject({
      refused: 'state',
      why: 'would decline for face_mismatch, by its policy and the attempts that are left, and not try_again',
    });
    expect(simulated(aSession(), { outcome: 'review', reason: 'duplicate_image' })).toMatchObject({
      refused: 'state',
    });
  });

  it('for a session that has ended', () => {
    for (const status of ['approved', 'declined', 'canceled', 'expired', 'abandoned', 'error'] as const)
      expect(simulated(aSession({ status }), { outcome: 'pass' })).toEqual({
        refused: 'state',
        why: `is ${status}, which is final`,
      });
  });
});
