import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approval,
  approvedByDocument,
  decision,
  declined,
  declinedByReviewer,
  fault,
  policyFingerprint,
} from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';

describe('a decision', () => {
  it('to approve has no reasons, and names its policy', () => {
    expect(approval('0123456789ab', NOON)).toStrictEqual({
      outcome: 'approved',
      reason_codes: [],
      decided_by: 'policy',
      policy_version: '0123456789ab',
      decided_at: NOON.toISOString(),
    });
  });

  it('to approve notes what did not stand in its way', () => {
    expect(approval('0123456789ab', NOON, ['watchlist_hit']).reason_codes).toEqual(['watchlist_hit']);
  });

  it('of a reviewer to approve a document says so, and names no policy', () => {
    expect(approvedByDocument(NOON)).toStrictEqual({
      outcome: 'approved',
      reason_codes: [],
      decided_by: 'reviewer',
      means: 'document_review',
      decided_at: NOON.toISOString(),
    });
  });

  it('to decline has the reasons in their order, and names its policy', () => {
    expect(declined(['face_mismatch', 'duplicate_face'], '0123456789ab', NOON)).toStrictEqual({
      outcome: 'declined',
      reason_codes: ['face_mismatch', 'duplicate_face'],
      decided_by: 'policy',
      policy_version: '0123456789ab',
      decided_at: NOON.toISOString(),
    });
  });

  it("of a reviewer keeps the session's reasons, and names no policy", () => {
    expect(declinedByReviewer(['search_incomplete'], NOON)).toStrictEqual({
      outcome: 'declined',
      reason_codes: ['search_incomplete'],
      decided_by: 'reviewer',
      decided_at: NOON.toISOString(),
    });
  });

  it('that a fault forced says which, and names no policy', () => {
    expect(fault('upstream_throttled', minutesAfter(1))).toStrictEqual({
      outcome: 'error',
      reason_codes: ['upstream_throttled'],
      decided_by: 'fault',
      decided_at: minutesAfter(1).toISOString(),
    });
  });

  it('is stored and read whole', () => {
    const made = [
      approval('0123456789ab', NOON),
      declined(['face_mismatch'], '0123456789ab', NOON),
      declinedByReviewer(['search_incomplete'], NOON),
      fault('internal_error', NOON),
      approvedByDocument(NOON),
      { ...approval('0123456789ab', NOON), policy: { id: 'registration', version: 3 } },
    ];
    for (const one of made) expect(decision.parse(one)).toStrictEqual(one);
  });

  it.each([
    ['an outcome', { outcome: 'canceled' }],
    ['a decider', { decided_by: 'chance' }],
    ['a time', { decided_at: 'yesterday' }],
  ])('is refused with %s that does not exist', (_what, changes) => {
    expect(decision.safeParse({ ...approval('0123456789ab', NOON), ...changes }).success).toBe(false);
  });
});

describe('the fingerprint of a policy', () => {
  it('is 12 hexadecimal digits, the same for the same numbers', () => {
    const copy = JSON.parse(JSON.stringify(DEFAULT_POLICY));
    expect(policyFingerprint(DEFAULT_POLICY)).toMatch(/^[0-9a-f]{12}$/);
    expect(policyFingerprint(copy)).toBe(policyFingerprint(DEFAULT_POLICY));
  });

  it('differs wherever a number differs', () => {
    const days = fc.integer({ min: 1, max: 3650 });
    fc.assert(
      fc.property(days, days, (one, other) => {
        const of = (session_retention_days: number) =>
          policyFingerprint({ ...DEFAULT_POLICY, session_retention_days });
        expect(of(one) === of(other)).toBe(one === other);
      }),
    );
  });
});
