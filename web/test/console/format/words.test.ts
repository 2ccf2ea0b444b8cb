import { describe, expect, it } from 'vitest';
import { countOf, humanize } from '../../../src/console/format/words.ts';

describe('a code', () => {
  it.each([
    ['possible_duplicate', 'Possible duplicate'],
    ['LOW_LIGHTING_DETECTED', 'Low lighting detected'],
    ['face.delete', 'Face delete'],
    ['user_id', 'User ID'],
  ])('is written as words: %s', (code, expected) => {
    expect(humanize(code)).toBe(expected);
  });
});

describe('a count', () => {
  it('has its noun', () => {
    expect(countOf(1, 'face')).toBe('1 face');
    expect(countOf(1200, 'face')).toBe('1,200 faces');
    expect(countOf(0, 'entry', 'entries')).toBe('0 entries');
  });
});
