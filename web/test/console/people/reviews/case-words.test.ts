import { describe, expect, it } from 'vitest';
import {
  confirmationOf,
  findingWords,
  imageName,
  QUESTIONS,
} from '../../../../src/console/people/reviews/case-words.ts';

describe('the words of a case', () => {
  it('ask a question for every reason', () => {
    for (const question of Object.values(QUESTIONS)) expect(question).toMatch(/\?$/);
  });

  it('say what a finding means for the reason of the case', () => {
    expect(findingWords('possible_duplicate', 'allow_pair').label).toBe('Different people');
    expect(findingWords('watchlist_hit', 'allow_pair').label).toBe('Not the person of the entry');
    expect(findingWords('repudiated', 'same_person').effect).toContain('released');
  });

  it('say what a finding does before it is given, and what it takes after that', () => {
    const ask = (four_eyes: boolean, status: 'assigned' | 'awaiting_second' | 'disputed') =>
      confirmationOf({ reason: 'possible_duplicate', four_eyes, status }, 'same_person');
    const effect = 'They are one person. A held session is declined.';
    expect(ask(false, 'assigned')).toEqual({
      title: 'Decide by the finding "Same person"?',
      text: `${effect} Only an administrator can reopen the case afterwards.`,
    });
    expect(ask(true, 'assigned').text).toBe(`${effect} It counts once another operator has found the same.`);
    for (const status of ['awaiting_second', 'disputed'] as const)
      expect(ask(true, status).text).toContain('Only an administrator');
  });

  it('name the images', () => {
    expect(imageName({ id: '1', kind: 'audit_image' })).toBe('Audit image');
  });
});
