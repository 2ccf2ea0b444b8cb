import { describe, expect, it } from 'vitest';
import { createCheck } from '../../../../lambda/kernel/check.ts';
import { approval, declined, declinedByReviewer } from '../../../../lambda/kernel/decision.ts';
import type { ReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import { recordedEnding } from '../../../../lambda/policy-simulations/domain/recorded-ending.ts';
import { aSession, NOON } from '../../../support/lambda/builders.ts';

const check = (...reasons: ReasonCode[]) => createCheck({ reasons, calls: {} }, NOON, NOON, {});
const review = { reason_codes: ['duplicate_face'], requested_at: NOON.toISOString() };

describe('recordedEnding', () => {
  it('is the decision of the policy', () => {
    expect(recordedEnding(aSession({ status: 'approved', decision: approval('p', NOON) }))).toEqual({
      outcome: 'approve',
      reasons: [],
    });
    expect(
      recordedEnding(aSession({ status: 'declined', decision: declined(['face_mismatch'], 'p', NOON) })),
    ).toEqual({ outcome: 'decline', reasons: ['face_mismatch'] });
  });

  it('is a review where the policy left it to a person, however they decided', () => {
    const held = { outcome: 'review', reasons: ['duplicate_face'] };

    expect(recordedEnding(aSession({ status: 'in_review', review }))).toEqual(held);
    const decision = declinedByReviewer(['existing_account'], NOON);
    expect(recordedEnding(aSession({ status: 'declined', review, decision }))).toEqual(held);
  });

  it('is a review where people had settled a score in a band', () => {
    const checks = { face_match: check('match_in_band'), enrollment_claim: check() };

    expect(recordedEnding(aSession({ status: 'approved', checks, decision: approval('p', NOON) }))).toEqual({
      outcome: 'review',
      reasons: ['match_in_band'],
    });
  });

  it('is a review where people had accepted a picture of another session', () => {
    const checks = { capture_comparison: check('replay_suspected'), enrollment_claim: check() };

    expect(recordedEnding(aSession({ status: 'approved', checks, decision: approval('p', NOON) }))).toEqual({
      outcome: 'review',
      reasons: ['replay_suspected'],
    });
  });

  it('is that of the policy where a score in a band ended the run, which nobody settled', () => {
    const checks = { face_match: check('match_in_band') };
    const decision = declined(['match_in_band'], 'p', NOON);

    expect(recordedEnding(aSession({ status: 'declined', checks, decision })).outcome).toBe('decline');
    const passed = { liveness: check(), face_match: check(), enrollment_claim: check() };
    const approved = aSession({ status: 'approved', checks: passed, decision: approval('p', NOON) });
    expect(recordedEnding(approved).outcome).toBe('approve');
  });

  it('leaves out reasons that only another release knows', () => {
    const reason_codes = ['of another release', 'face_mismatch'];
    const decision = { ...declined([], 'p', NOON), reason_codes };

    expect(recordedEnding(aSession({ status: 'declined', decision })).reasons).toEqual(['face_mismatch']);
    const held = aSession({ status: 'in_review', review: { ...review, reason_codes } });
    expect(recordedEnding(held).reasons).toEqual(['face_mismatch']);
  });

  it('refuses a session that was not decided', () => {
    expect(() => recordedEnding(aSession())).toThrow('vs_1 was not decided');
  });
});
