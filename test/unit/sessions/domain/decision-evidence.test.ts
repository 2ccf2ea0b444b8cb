import { describe, expect, it } from 'vitest';
import { createCheck } from '../../../../lambda/kernel/check.ts';
import { declined } from '../../../../lambda/kernel/decision.ts';
import { evidenceDigest } from '../../../../lambda/sessions/domain/decision-evidence.ts';
import type { SessionFinding } from '../../../../lambda/sessions/domain/review.ts';
import { transition } from '../../../../lambda/sessions/domain/session-transition.ts';
import { aSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const match = (similarity: number, until = NOON) =>
  createCheck(
    { reasons: [], measures: [{ name: 'similarity_percent', value: similarity }], calls: {} },
    NOON,
    until,
    {},
  );

describe('the digest of the evidence', () => {
  it('is that of what was measured, in any order, and not of how long it took', () => {
    const { checks } = aSession({ checks: { face_match: match(97.5), liveness: match(1) } });
    const same = { liveness: match(1, minutesAfter(1)), face_match: match(97.5) };
    expect(evidenceDigest({ checks })).toMatch(/^[0-9a-f]{64}$/);
    expect(evidenceDigest({ checks: same })).toBe(evidenceDigest({ checks, findings: [] }));
    expect(evidenceDigest({ checks: { ...checks, face_match: match(97.4) } })).not.toBe(
      evidenceDigest({ checks }),
    );
  });

  it('never changes, since ledgers hold it', () => {
    // sha256sum of the canonical JSON, by another program
    expect(evidenceDigest({ checks: { face_match: match(97.5) } })).toBe(
      '4d746c5a4a746396e3b69d1b6c556f0a6a12ba93017001c67aae6fdd16d839cc',
    );
  });

  it('is in the event that ends a run, with the policy, and is that of the session afterwards', () => {
    const session = aSession({ status: 'processing', checks: { liveness: match(1) } });
    const facts = { decision: declined(['face_mismatch'], 'p', NOON), checks: { face_match: match(12) } };
    const ended = transition(session, 'decline', facts, NOON);
    expect(ended?.event).toMatchObject({
      policy: session.policy,
      evidence_sha256: evidenceDigest(ended?.session ?? session),
    });
    expect(ended?.session.decision).toEqual({ ...facts.decision, policy: session.policy });
  });

  it('holds the findings of people, those that end the run included', () => {
    const finding: SessionFinding = {
      question: 'match_in_band',
      finding: 'accept_match',
      case_id: 'rc_1',
      run: 1,
      decided_at: NOON.toISOString(),
    };
    const held = aSession({ status: 'in_review', checks: { liveness: match(1) }, findings: [finding] });
    const facts = { decision: declined(['face_mismatch'], 'p', NOON) };
    const digestOf = (findings: readonly SessionFinding[], added = {}) => {
      const ended = transition({ ...held, findings: [...findings] }, 'reject', { ...facts, ...added }, NOON);
      return ended?.event.evidence_sha256;
    };
    expect(digestOf([finding])).toBe(evidenceDigest(held));
    expect(digestOf([], { findings: [finding] })).toBe(evidenceDigest(held));
    expect(digestOf([])).toBe(evidenceDigest({ checks: held.checks }));
    expect(evidenceDigest(held)).not.toBe(evidenceDigest({ checks: held.checks }));
  });

  it('is in no event of a transition that decides nothing', () => {
    const event = transition(aSession(), 'cancel', {}, NOON)?.event;
    expect(event).toBeDefined();
    expect(event).not.toHaveProperty('evidence_sha256');
    expect(event).not.toHaveProperty('policy');
  });
});
