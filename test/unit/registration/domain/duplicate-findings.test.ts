import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DuplicateFace,
  duplicateFindings,
} from '../../../../lambda/registration/domain/duplicate-findings.ts';

const THRESHOLD = 95;
const BAND = { hasBand: true, maxMatches: 10 };
const face = (id: string, similarity: number, user_id?: string): DuplicateFace => ({
  id,
  collectionId: 'c',
  similarity,
  isInBand: similarity < THRESHOLD,
  record: user_id === undefined ? undefined : { user_id },
});
const idsOf = (found: readonly DuplicateFace[], rules = BAND) =>
  duplicateFindings({ bySelfie: found }, rules).matches?.map(({ face_id }) => face_id);

/** Faces of few people. */
const someFaces = fc.array(
  fc
    .record({ similarity: fc.integer({ min: 88, max: 100 }), user: fc.constantFrom('eve', 'zoe', undefined) })
    .map(({ similarity, user }) => face(`${user}-${similarity}`, similarity, user)),
  { maxLength: 6 },
);
const rankOf = (found: readonly DuplicateFace[]) => {
  const { reasons } = duplicateFindings({ bySelfie: found }, BAND);
  return reasons.includes('duplicate_face') ? 2 : reasons.includes('possible_duplicate') ? 1 : 0;
};

describe('what a search for duplicates has found', () => {
  it('is nothing, a possible duplicate in the band, or a duplicate', () => {
    expect(duplicateFindings({ bySelfie: [] }, BAND).reasons).toEqual([]);
    expect(duplicateFindings({ bySelfie: [face('a', 94.9, 'eve')] }, BAND)).toEqual({
      reasons: ['possible_duplicate'],
      measures: [
        { name: 'duplicate_faces', value: 0, limit: '0' },
        { name: 'possible_duplicate_faces', value: 1, limit: '0' },
      ],
      matches: [{ face_id: 'a', collection_id: 'c', similarity: 94.9, user_id: 'eve' }],
    });
    expect(duplicateFindings({ bySelfie: [face('a', 95, 'eve')] }, BAND).reasons).toEqual(['duplicate_face']);
  });

  it('names the best match of each person, duplicates first, and every face without a person', () => {
    const found = [face('a', 97, 'eve'), face('b', 99, 'eve'), face('c', 98), face('d', 92, 'zoe')];
    expect(idsOf(found)).toEqual(['b', 'c', 'd']);
    expect(idsOf(found, { ...BAND, maxMatches: 2 })).toEqual(['b', 'c']);
    // a duplicate is no possible one as well
    expect(idsOf([face('a', 97, 'eve'), face('b', 92, 'eve'), face('c', 91)])).toEqual(['a', 'c']);
  });

  it('is never less for a face that is more alike, nor for one more face', () => {
    fc.assert(
      fc.property(someFaces, fc.nat(5), fc.nat(12), someFaces, (found, at, more, others) => {
        const raised = found.map((one, index) =>
          index === at ? face(one.id, one.similarity + more, one.record?.user_id) : one,
        );
        expect(rankOf(raised)).toBeGreaterThanOrEqual(rankOf(found));
        expect(rankOf([...found, ...others])).toBeGreaterThanOrEqual(rankOf(found));
      }),
    );
  });

  it('is a duplicate or nothing where there is no band', () => {
    fc.assert(
      fc.property(someFaces, (faces) => {
        const found = faces.filter(({ isInBand }) => !isInBand);
        const { reasons, measures, matches } = duplicateFindings(
          { bySelfie: found },
          { ...BAND, hasBand: false },
        );
        expect(reasons).toEqual(found.length > 0 ? ['duplicate_face'] : []);
        expect(measures).toEqual([{ name: 'duplicate_faces', value: matches?.length, limit: '0' }]);
      }),
    );
  });

  describe('with the portrait of the document', () => {
    const rules = { ...BAND, hasBand: false };

    it('is a duplicate of whom that one resembles, with a measure of its own', () => {
      const byDocument = [face('a', 96, 'eve'), face('b', 97, 'eve')];
      expect(duplicateFindings({ bySelfie: [], byDocument }, rules)).toEqual({
        reasons: ['duplicate_face'],
        measures: [
          { name: 'duplicate_faces', value: 0, limit: '0' },
          { name: 'document_duplicate_faces', value: 1, limit: '0' },
        ],
        matches: [{ face_id: 'b', collection_id: 'c', similarity: 97, user_id: 'eve', found_by: 'document' }],
      });
    });

    it('says of each match which image found it, and names nobody as possible who is certain', () => {
      const bySelfie = [face('a', 99, 'eve'), face('b', 90, 'zoe'), face('c', 91, 'kim')];
      const byDocument = [face('a', 97, 'eve'), face('b', 98, 'zoe')];
      const { matches, measures } = duplicateFindings({ bySelfie, byDocument }, BAND);
      expect(matches?.map(({ user_id, found_by }) => [user_id, found_by])).toEqual([
        ['eve', 'selfie'],
        ['zoe', 'document'],
        ['eve', 'document'],
        ['kim', 'selfie'],
      ]);
      expect(measures?.map(({ name, value }) => [name, value])).toEqual([
        ['duplicate_faces', 1],
        ['document_duplicate_faces', 2],
        ['possible_duplicate_faces', 1],
      ]);
    });

    it('names of several people each, and does not take a face without a user for one of them', () => {
      const unknown = face('x', 90);
      const { matches } = duplicateFindings({ bySelfie: [face('a', 99), unknown], byDocument: [] }, BAND);
      expect(matches).toEqual([
        { face_id: 'a', collection_id: 'c', similarity: 99, found_by: 'selfie' },
        { face_id: 'x', collection_id: 'c', similarity: 90, found_by: 'selfie' },
      ]);
    });

    it('passes where neither image resembles anybody', () => {
      expect(duplicateFindings({ bySelfie: [], byDocument: [] }, rules).reasons).toEqual([]);
    });
  });
});
