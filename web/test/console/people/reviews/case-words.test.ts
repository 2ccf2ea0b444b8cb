import { describe, expect, it } from 'vitest';
import { findingWords, imageName, QUESTIONS } from '../../../../src/console/people/reviews/case-words.ts';

describe('the words of a case', () => {
  it('ask a question for every reason', () => {
    for (const question of Object.values(QUESTIONS)) expect(question).toMatch(/\?$/);
  });

  it('say what a finding means for the reason of the case', () => {
    expect(findingWords('possible_duplicate', 'allow_pair').label).toBe('Different people');
    expect(findingWords('watchlist_hit', 'allow_pair').label).toBe('Not the person of the entry');
    expect(findingWords('repudiated', 'same_person').effect).toContain('released');
  });

  it('name the images', () => {
    expect(imageName({ id: '1', kind: 'audit_image' })).toBe('Audit image');
  });
});
