import { describe, expect, it } from 'vitest';
import {
  matchThreshold,
  reviewFrom,
  searchThreshold,
  UnknownFaceModelVersion,
} from '../../../../lambda/collections/domain/match-threshold.ts';

const TABLE = { '6.0': { regular: 90, sensitive: 97 }, '7.0': { regular: 95, sensitive: 99 } };

describe('the threshold of a match', () => {
  it('depends on face model version and sensitivity', () => {
    expect(matchThreshold(TABLE, '7.0', 'regular')).toBe(95);
    expect(matchThreshold(TABLE, '7.0', 'sensitive')).toBe(99);
    expect(matchThreshold(TABLE, '6.0', 'sensitive')).toBe(97);
    expect(matchThreshold(TABLE, '7', 'regular')).toBe(95);
  });

  it('refuses a version that nobody has measured', () => {
    expect(() => matchThreshold(TABLE, '8.0', 'regular')).toThrow(UnknownFaceModelVersion);
    expect(() => matchThreshold(TABLE, '', 'regular')).toThrow('6.0, 7.0');
    // by which the workflow knows why it has failed
    expect(new UnknownFaceModelVersion('8.0', TABLE).name).toBe('UnknownFaceModelVersion');
  });

  it('is the lowest of all versions in the question that a search asks', () => {
    expect(searchThreshold(TABLE, 'regular')).toBe(90);
    expect(searchThreshold(TABLE, 'sensitive')).toBe(97);
    expect(searchThreshold(TABLE, 'duplicate')).toBe(90);
  });
});

describe('the threshold of the search for duplicates', () => {
  it('is the regular one unless it has its own, and never that of a sensitive case', () => {
    expect(matchThreshold(TABLE, '7.0', 'duplicate')).toBe(95);
    expect(matchThreshold({ '7.0': { regular: 95, sensitive: 99, duplicate: 92 } }, '7.0', 'duplicate')).toBe(
      92,
    );
  });
});

describe('the review band', () => {
  const row = { regular: 95, sensitive: 99, duplicate: 92 };
  const banded = { '7.0': { ...row, review_from: { sensitive: 96, duplicate: 88 } }, '6.0': row };

  it('begins where the policy says, and otherwise at the threshold', () => {
    expect(reviewFrom(banded, '7.0', 'sensitive')).toBe(96);
    expect(reviewFrom(banded, '7', 'duplicate')).toBe(88);
    expect(reviewFrom(banded, '7.0', 'regular')).toBe(95);
    expect(reviewFrom(banded, '6.0', 'duplicate')).toBe(92);
    expect(() => reviewFrom(banded, '8.0', 'regular')).toThrow(UnknownFaceModelVersion);
  });

  it('is asked for by a search for possible duplicates, and by no other', () => {
    expect(searchThreshold(banded, 'possible_duplicate')).toBe(88);
    expect(searchThreshold(banded, 'duplicate')).toBe(92);
    expect(matchThreshold(banded, '7.0', 'possible_duplicate')).toBe(88);
    expect(matchThreshold(TABLE, '7.0', 'possible_duplicate')).toBe(95);
  });
});
