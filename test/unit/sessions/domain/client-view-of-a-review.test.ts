import { describe, expect, it } from 'vitest';
import { approvedByDocument } from '../../../../lambda/kernel/decision.ts';
import {
  clientView,
  isDocumentReviewOffered,
  toClientView,
} from '../../../../lambda/sessions/domain/client-view.ts';
import {
  aCompleteSession,
  aReview,
  aSession,
  minutesAfter,
  NOON,
  WITHOUT_FACE,
} from '../../../support/lambda/builders.ts';

describe('the view of a client whose session a person decides', () => {
  it('says until when a held session should be decided, and nothing else of its review', () => {
    const review = aReview(['duplicate_face'], ['possible_duplicate'], NOON);
    const held = toClientView(aCompleteSession({ status: 'in_review', review }), NOON);
    expect(held).toMatchObject({ status: 'in_review', expected_by: minutesAfter(24 * 60).toISOString() });
    expect(JSON.stringify(held)).not.toContain('duplicate');
    // held by an earlier release, which promised no time
    const { due_at: _promised, ...older } = review;
    expect(toClientView(aCompleteSession({ status: 'in_review', review: older }), NOON)).not.toHaveProperty(
      'expected_by',
    );
  });

  it('offers another path in every review alike, once the promised time is over and until it is taken', () => {
    const later = minutesAfter(24 * 60);
    for (const question of ['possible_duplicate', 'liveness_in_band', 'search_incomplete'] as const) {
      const session = aCompleteSession({
        status: 'in_review',
        review: aReview([question], [question], NOON),
      });
      expect(toClientView(session, minutesAfter(24 * 60 - 1))).not.toHaveProperty('alternative_path_offered');
      const view = toClientView(session, later);
      expect(view).toMatchObject({ alternative_path_offered: true });
      expect(clientView.parse(view)).toStrictEqual(view);
      const taken = toClientView({ ...session, alternative_path: WITHOUT_FACE }, later);
      expect(taken).toMatchObject({ alternative_path: { means: 'document_review' } });
      expect(taken).not.toHaveProperty('alternative_path_offered');
      expect(isDocumentReviewOffered({ ...session, status: 'processing' }, later)).toBe(false);
      const unoffered = toClientView({ ...session, alternative_means: ['movement_challenge'] }, later);
      expect(unoffered).not.toHaveProperty('alternative_path_offered');
    }
  });

  it('says of an approval without a face by what it was, and never why the person asked for that', () => {
    const decision = approvedByDocument(NOON);
    const view = toClientView(
      aSession({ status: 'approved', decision, alternative_path: WITHOUT_FACE }),
      NOON,
    );
    expect(view).toMatchObject({
      liveness_passed: false,
      decision: { outcome: 'approved', means: 'document_review' },
    });
    expect(clientView.parse(view)).toStrictEqual(view);
    expect(JSON.stringify(view)).not.toContain(WITHOUT_FACE.reason);
  });
});
