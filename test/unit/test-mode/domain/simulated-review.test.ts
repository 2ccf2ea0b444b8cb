import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { simulatedReview } from '../../../../lambda/test-mode/domain/simulated-review.ts';
import { aCompleteSession, aReview, NOON, WITHOUT_FACE } from '../../../support/lambda/builders.ts';

const held = aCompleteSession({
  status: 'in_review',
  review: aReview(['duplicate_face', 'watchlist_hit'], ['possible_duplicate', 'watchlist_hit'], NOON),
});

describe('a simulated answer to a review', () => {
  it('accepts one question after another, and the last one begins another run', () => {
    const first = simulatedReview(held, 'accept', DEFAULT_POLICY, NOON);
    expect(first).toMatchObject({
      name: 'record_finding',
      facts: { findings: [{ question: 'possible_duplicate', finding: 'allow_pair', run: 1 }] },
    });
    const asked = { ...held, findings: [...(first?.facts.findings ?? [])] };
    const last = simulatedReview(asked, 'accept', DEFAULT_POLICY, NOON);
    expect(last).toMatchObject({
      name: 'resume',
      facts: { findings: [{ finding: 'allow_pair' }, { question: 'watchlist_hit', finding: 'allow_pair' }] },
    });
    const answered = { ...held, findings: [...(last?.facts.findings ?? [])] };
    expect(simulatedReview(answered, 'accept', DEFAULT_POLICY, NOON)).toBeUndefined();
  });

  it('declines for what the session is held for', () => {
    expect(simulatedReview(held, 'decline', DEFAULT_POLICY, NOON)).toMatchObject({
      name: 'reject',
      facts: { decision: { decided_by: 'reviewer', reason_codes: ['duplicate_face', 'watchlist_hit'] } },
    });
  });

  it('finds the same person where a duplicate is asked about, which names the other account', () => {
    const linking = { review: { ...DEFAULT_POLICY.review, same_person: 'link' } } as const;
    expect(simulatedReview(held, 'same_person', linking, NOON)).toMatchObject({
      name: 'reject',
      facts: { decision: { reason_codes: ['existing_account'] } },
    });
    const unasked = { ...held, review: aReview(['match_in_band'], ['match_in_band'], NOON) };
    expect(simulatedReview(unasked, 'same_person', linking, NOON)).toBeUndefined();
  });

  it('accepts a document without a face', () => {
    const review = aReview(['alternative_path'], ['alternative_path'], NOON);
    const byDocument = { ...held, alternative_path: WITHOUT_FACE, review };
    expect(simulatedReview(byDocument, 'accept', DEFAULT_POLICY, NOON)).toMatchObject({
      name: 'accept_document',
      facts: { decision: { outcome: 'approved', means: 'document_review' } },
    });
  });

  it('is none for a session that waits for no reviewer', () => {
    const { review: _review, ...unheld } = held;
    expect(simulatedReview(aCompleteSession(), 'accept', DEFAULT_POLICY, NOON)).toBeUndefined();
    expect(simulatedReview(unheld, 'accept', DEFAULT_POLICY, NOON)).toBeUndefined();
  });
});
