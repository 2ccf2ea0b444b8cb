import { describe, expect, it } from 'vitest';
import { entriesOf, MAX_OTHERS, peopleOf } from '../../../../lambda/review-cases/domain/case-people.ts';
import { aReviewCase, aSessionCase } from '../../../support/lambda/a-review-case.ts';

const aMatch = (user_id: string, similarity: number) => ({
  face_id: `face-of-${user_id}`,
  collection_id: 'face-idv.acme.g1.0',
  similarity,
  user_id,
});

describe('the watchlist entries of a case', () => {
  const onList = (entry_id: string, similarity: number, list_id = 'fraud') => ({
    face_id: `face-of-${entry_id}`,
    collection_id: 'face-idv.acme.g1_fraud.0',
    ...{ similarity, list_id, entry_id },
  });

  it('are each one once, the most similar first, without the people', () => {
    const matches = [
      onList('a', 96),
      aMatch('bob', 99),
      onList('b', 98),
      onList('a', 97),
      onList('a', 95, 'staff'),
    ];
    expect(entriesOf(aSessionCase({ matches }))).toEqual([
      { list_id: 'fraud', entry_id: 'b' },
      { list_id: 'fraud', entry_id: 'a' },
      { list_id: 'staff', entry_id: 'a' },
    ]);
    expect(entriesOf(aSessionCase())).toEqual([]);
  });

  it('are not all of many', () => {
    const matches = Array.from({ length: 50 }, (_, index) => onList(`e${index}`, 95 + index / 100));
    const entries = entriesOf(aSessionCase({ matches }));
    expect(entries).toHaveLength(MAX_OTHERS);
    expect(entries[0]?.entry_id).toBe('e49');
  });
});

describe('the people of a case', () => {
  it('are its two users, each with the session that enrolled them', () => {
    expect(peopleOf(aReviewCase())).toEqual([
      { userId: 'ann', sessionIds: ['vs_ann'] },
      { userId: 'bob', sessionIds: ['vs_bob'] },
    ]);
  });

  it("are the session's user, and those who were found, the most similar first", () => {
    const matches = [aMatch('bob', 96), aMatch('ann', 99), aMatch('bob', 97), aMatch('user-1', 98)];
    expect(peopleOf(aSessionCase({ matches }))).toEqual([
      { userId: 'user-1', sessionIds: ['vs_1'] },
      { userId: 'ann', sessionIds: [] },
      { userId: 'bob', sessionIds: [] },
    ]);
  });

  it('have the sessions whose captures resemble that of the case, also if they are the same user’s', () => {
    const aCopy = (session_id: string, user_id: string) => ({
      session_id,
      user_id,
      kind: 'equal' as const,
    });
    const copies = [aCopy('vs_7', 'bob'), aCopy('vs_8', 'user-1'), aCopy('vs_9', 'bob')];
    expect(peopleOf(aSessionCase({ copies }))).toEqual([
      { userId: 'user-1', sessionIds: ['vs_1', 'vs_8'] },
      { userId: 'bob', sessionIds: ['vs_7', 'vs_9'] },
    ]);
  });

  it('are not all of many', () => {
    const matches = Array.from({ length: 50 }, (_, index) => aMatch(`u${index}`, 95 + index / 100));
    const people = peopleOf(aSessionCase({ matches }));
    expect(people).toHaveLength(1 + MAX_OTHERS);
    expect(people[1]?.userId).toBe('u49');
  });

  it('are nobody else', () => {
    expect(peopleOf(aSessionCase())).toHaveLength(1);
    const { users: _none, ...empty } = aReviewCase();
    expect(peopleOf(empty)).toEqual([]);
  });
});
