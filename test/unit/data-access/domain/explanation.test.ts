import { describe, expect, it } from 'vitest';
import { decisionExplanation, explanationOf } from '../../../../lambda/data-access/domain/explanation.ts';
import { REASON_CODES, REASONS } from '../../../../lambda/kernel/reason-code.ts';
import { sessionType } from '../../../../lambda/kernel/session-type.ts';
import { sessionStatus } from '../../../../lambda/sessions/domain/session-status.ts';
import { aSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const decidedBy = (decided_by: 'policy' | 'reviewer', reason: string, type = 'registration') =>
  aSession({
    type: type as 'registration',
    status: 'declined',
    decision: { outcome: 'declined', reason_codes: [reason], decided_by, decided_at: NOON.toISOString() },
  });

describe('the explanation of a decision', () => {
  it('is equal for all reasons that are confidential, whoever decided', () => {
    const confidential = REASON_CODES.filter(
      (code) => REASONS[code].user_message_key === 'verification_declined',
    );
    expect(confidential).toContain('watchlist_hit');
    for (const type of sessionType.options) {
      const texts = confidential.map((code) =>
        JSON.stringify(explanationOf(decidedBy('policy', code, type), NOON)),
      );
      expect(new Set(texts).size, type).toBe(1);
    }
    const byPeople = REASON_CODES.filter((code) => code !== 'existing_account').map((code) =>
      JSON.stringify(explanationOf(decidedBy('reviewer', code), NOON)),
    );
    expect(new Set(byPeople).size).toBe(1);
  });

  it('never names what looks for fraud', () => {
    for (const code of REASON_CODES)
      expect(JSON.stringify(explanationOf(decidedBy('policy', code), NOON)), code).not.toMatch(
        /duplicate|watchlist|replay|similarity|threshold|score|twin/i,
      );
  });

  it('says who decided, by which policy, and what can be done', () => {
    const explained = explanationOf(decidedBy('reviewer', 'liveness_in_band'), NOON);
    expect(explained).toMatchObject({
      decided_by: 'person',
      decided_at: NOON.toISOString(),
      policy: { id: 'registration', version: 1 },
      user_message_key: 'verification_declined',
    });
    expect(explanationOf(decidedBy('policy', 'image_too_dark'), NOON)).toMatchObject({
      decided_by: 'automated',
      outcome: 'The picture of the face could not be used.',
    });
  });

  it.each(sessionStatus.options)('fits the contract for a session that is %s', (status) => {
    const later = minutesAfter(status === 'requires_input' ? 0 : 1);
    const explained = explanationOf(aSession({ status }), later);
    expect(decisionExplanation.parse(explained)).toEqual(explained);
    expect(explained.decided_by).toBeUndefined();
  });
});
