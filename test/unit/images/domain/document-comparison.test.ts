import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ComparedFace,
  faceAt,
  judgeComparison,
  otherFaces,
} from '../../../../lambda/images/domain/document-comparison.ts';

const PORTRAIT = { left: 0.1, top: 0.2, width: 0.2, height: 0.3 };
const SHOWN = { widthPx: 1000, heightPx: 1000 };
const LIMITS = { matchFrom: 95, reviewFrom: 95, otherPersonBelow: 60 };
const judge = (faces: readonly ComparedFace[]) =>
  judgeComparison(faces, { portrait: PORTRAIT, shown: SHOWN }, LIMITS);
const portrait = (similarity: number): ComparedFace => ({ similarity, boundingBox: PORTRAIT });
/** A face beside the portrait, of so many pixels. */
const beside = (similarity: number, sizePx = 80): ComparedFace => ({
  similarity,
  boundingBox: { left: 0.5, top: 0.1, width: sizePx / 1000, height: (sizePx + 20) / 1000 },
});

describe('a document compared with a selfie', () => {
  it('matches by its portrait alone, whichever other face is on it', () => {
    const similarity = fc.double({ min: 0, max: 100, noNaN: true });
    const others = fc.array(
      fc.record({ similarity, sizePx: fc.integer({ min: 1, max: 400 }), first: fc.boolean() }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(similarity, others, (own, others) => {
        const place = (first: boolean) =>
          others
            .filter((other) => other.first === first)
            .map((other) => beside(other.similarity, other.sizePx));
        const { reasons, measures } = judge([...place(true), portrait(own), ...place(false)]);
        expect(reasons.includes('face_mismatch')).toBe(own < 95);
        const strangers = others.filter((other) => other.sizePx >= 80 && other.similarity < 60);
        expect(reasons.includes('document_multiple_people')).toBe(strangers.length > 0);
        expect(measures?.[0]).toEqual({ name: 'similarity_percent', value: own, limit: '>= 95' });
      }),
    );
  });

  it('is left to a person between the start of the band and the threshold, and fails below', () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(percent, percent, percent, (similarity, one, other) => {
        const [reviewFrom, matchFrom] = [Math.min(one, other), Math.max(one, other)];
        const limits = { ...LIMITS, matchFrom, reviewFrom };
        const [reason] = judgeComparison(
          [portrait(similarity)],
          { portrait: PORTRAIT, shown: SHOWN },
          limits,
        ).reasons;
        const below = similarity >= reviewFrom ? 'match_in_band' : 'face_mismatch';
        expect(reason).toBe(similarity >= matchFrom ? undefined : below);
      }),
    );
  });

  it('may show a ghost portrait, and a stranger too small for a portrait', () => {
    expect(judge([portrait(95), beside(60)]).reasons).toEqual([]);
    expect(judge([portrait(95), beside(0, 79)]).reasons).toEqual([]);
  });

  it('shows several people where the least similar face is of another person', () => {
    expect(judge([portrait(100), beside(99), beside(59.9)])).toEqual({
      reasons: ['document_multiple_people'],
      measures: [
        { name: 'similarity_percent', value: 100, limit: '>= 95' },
        { name: 'other_faces_similarity_percent', value: 59.9, limit: '>= 60' },
      ],
    });
  });

  it('shows no face where none is at the place of the portrait', () => {
    for (const faces of [[], [beside(100)]])
      expect(judge(faces)).toEqual({ reasons: ['document_face_not_found'] });
  });
});

describe('the faces of a picture', () => {
  it('are found by their place, even if a second model draws the box otherwise', () => {
    const shifted = { ...PORTRAIT, left: PORTRAIT.left + 0.03 };
    expect(faceAt(shifted, [beside(1), portrait(2)])).toEqual(portrait(2));
    expect(faceAt(PORTRAIT, [beside(1)])).toBeUndefined();
  });

  it('are others if they are large, and not the one that counts', () => {
    const [own, large, small] = [portrait(1), beside(2, 80), beside(3, 79)];
    expect(otherFaces([large, own, small], own, SHOWN)).toEqual([large]);
  });
});
