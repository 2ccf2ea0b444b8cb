import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparison,
  judgedDocument,
  judgeFaceMatch,
} from '../../../../lambda/registration/domain/face-match.ts';
import { aComparison, aJudgedDocument } from '../../../support/lambda/builders.ts';

const LIMITS = { matchFrom: 95, reviewFrom: 95, otherPersonBelow: 60 };
const { portrait } = aJudgedDocument();
const judge = (changes: Parameters<typeof aComparison>[0], document = aJudgedDocument) =>
  judgeFaceMatch(aComparison(changes), document(), LIMITS);
const face = (similarity: number, bounding_box = portrait) => ({ similarity, bounding_box });

describe('judging a comparison by the portrait of the document', () => {
  it('is a match by the portrait alone, whatever else the document shows', () => {
    const beside = { ...portrait, left: 0.6 };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (similarity) => {
        const { reasons } = judge({ faces: [face(100, beside), face(similarity)] });
        expect(reasons).toEqual(similarity >= 95 ? [] : ['face_mismatch']);
      }),
    );
    expect(judge({ faces: [face(3, beside), face(99)] }).reasons).toEqual(['document_multiple_people']);
  });

  it('finds the portrait in the part of the document that was compared again', () => {
    const part = { left: 0.05, top: 0.1, width: 0.4, height: 0.5 };
    const within = { left: 0.125, top: 0.2, width: 0.5, height: 0.6 };
    expect(judge({ part, faces: [face(99, within)] }).reasons).toEqual([]);
    expect(judge({ part, faces: [face(99, portrait)] }).reasons).toEqual(['document_face_not_found']);
  });

  it('keeps what was refused before anything was compared, and its calls', () => {
    expect(judge({ refused_for: ['document_is_selfie'], calls: {} })).toEqual({
      reasons: ['document_is_selfie'],
      calls: {},
    });
  });

  it('takes the judgement of an earlier run as it is, with the reasons that this release knows', () => {
    const measures = [{ name: 'similarity_percent', value: 41 }];
    const known = { reasons: ['face_mismatch', 'of another release'], measures };
    expect(judge({ known, calls: {} })).toEqual({ reasons: ['face_mismatch'], measures, calls: {} });
    expect(judge({ refused_for: ['document_is_selfie', 'of another release'] }).reasons).toEqual([
      'document_is_selfie',
    ]);
  });

  it('measures other faces at the size at which the document shows them', () => {
    const small = { left: 0.6, top: 0.2, width: 0.07, height: 0.07 };
    const size = (pixels: number) => () => aJudgedDocument({ width_px: pixels, height_px: pixels });
    const reasonsAt = (pixels: number) => judge({ faces: [face(99), face(3, small)] }, size(pixels)).reasons;
    expect(reasonsAt(1100)).toEqual([]);
    expect(reasonsAt(1200)).toEqual(['document_multiple_people']);
    // in half of the document, the same share of it is half as large
    const part = { left: 0, top: 0, width: 0.5, height: 0.5 };
    const within = { left: 0.2, top: 0.4, width: 0.4, height: 0.6 };
    const inPart = (pixels: number) =>
      judge({ part, faces: [face(99, within), face(3, small)] }, size(pixels)).reasons;
    expect(inPart(2200)).toEqual([]);
    expect(inPart(2400)).toEqual(['document_multiple_people']);
  });

  it('is read as it was stored, and refused where a size or a hash cannot be one', () => {
    const stored = aComparison({
      document_sha256: 'd'.repeat(64),
      known: { reasons: [], measures: [{ name: 'similarity_percent', value: 99 }] },
      part: portrait,
    });
    expect(comparison.parse(stored)).toEqual(stored);
    expect(comparison.safeParse({ ...stored, document_sha256: 'd' }).success).toBe(false);
    const crop = { key: 'crop', part: portrait };
    const document = aJudgedDocument({ crop });
    expect(judgedDocument.parse(document)).toEqual(document);
    for (const size of ['width_px', 'height_px'])
      expect(judgedDocument.safeParse({ ...document, [size]: 0 }).success).toBe(false);
  });

  it('knows which image shows no face, since the quality gate has seen the document', () => {
    const { faces: _none, ...nobody } = aComparison();
    const calls = { CompareFaces: 1 };
    expect(judgeFaceMatch(nobody, aJudgedDocument(), LIMITS)).toEqual({
      reasons: ['face_not_detected'],
      calls,
    });
    const reasons = ['document_face_not_found'];
    expect(judgeFaceMatch(nobody, undefined, LIMITS)).toEqual({ reasons, calls });
    expect(judgeFaceMatch(aComparison(), undefined, LIMITS)).toEqual({ reasons, calls });
  });
});
