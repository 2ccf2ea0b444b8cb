import { describe, expect, it } from 'vitest';
import { entriesOf, MAX_OTHERS } from '../../../../lambda/review-cases/domain/case-people.ts';
import { pairsAllowedBy } from '../../../../lambda/review-cases/domain/pairs-allowed-by.ts';
import { aReviewCase, aSessionCase } from '../../../support/lambda/a-review-case.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const decidedAs = (finding: 'allow_pair' | 'attack') => ({
  status: 'decided' as const,
  decision: { finding, decided_at: NOON.toISOString() },
});
const aMatch = (user_id?: string) => ({
  face_id: `face-of-${user_id}`,
  collection_id: 'face-idv.acme.g1.0',
  similarity: 98,
  ...(user_id === undefined ? {} : { user_id }),
});

describe('the pairs that a case allows', () => {
  it('are its two users', () => {
    expect(pairsAllowedBy(aReviewCase(decidedAs('allow_pair')))).toEqual([['ann', 'bob']]);
  });

  it("are the session's user and everyone who was found, once each", () => {
    const matches = [aMatch('zoe'), aMatch('ann'), aMatch('zoe'), aMatch()];
    expect(pairsAllowedBy(aSessionCase({ matches, ...decidedAs('allow_pair') }))).toEqual([
      ['user-1', 'zoe'],
      ['ann', 'user-1'],
    ]);
  });

  it("are the session's user and the entries of watchlists that were found, once each", () => {
    const onList = (entry_id: string) => ({ ...aMatch(), list_id: 'fraud', entry_id });
    const matches = [onList('wle_1'), onList('wle_2'), onList('wle_1')];
    expect(pairsAllowedBy(aSessionCase({ matches, ...decidedAs('allow_pair') }))).toEqual([
      ['user-1', 'watchlist#fraud#wle_1'],
      ['user-1', 'watchlist#fraud#wle_2'],
    ]);
    expect(pairsAllowedBy(aSessionCase({ matches, ...decidedAs('attack') }))).toEqual([]);
  });

  it('are those with the people whom the case shows, whatever else a search has found', () => {
    const matches = Array.from({ length: MAX_OTHERS + 3 }, (_, index) => ({
      ...aMatch(`zoe-${index}`),
      similarity: 80 + index,
    }));
    const allowed = pairsAllowedBy(aSessionCase({ matches, ...decidedAs('allow_pair') }));
    expect(allowed).toHaveLength(MAX_OTHERS);
    expect(allowed).not.toContainEqual(['user-1', 'zoe-2']);
  });

  it('are those with the entries whom the case shows, whatever else a search has found', () => {
    const matches = Array.from({ length: MAX_OTHERS + 3 }, (_, index) => ({
      ...aMatch(),
      ...{ list_id: 'fraud', entry_id: `wle_${index}` },
      similarity: 80 + index,
    }));
    const decided = aSessionCase({ matches, ...decidedAs('allow_pair') });
    const shown = entriesOf(decided).map(({ entry_id }) => ['user-1', `watchlist#fraud#${entry_id}`]);
    expect(shown).toHaveLength(MAX_OTHERS);
    expect(pairsAllowedBy(decided)).toEqual(shown);
  });

  it('are none before the decision, and of another one', () => {
    expect(pairsAllowedBy(aReviewCase())).toEqual([]);
    expect(pairsAllowedBy(aReviewCase(decidedAs('attack')))).toEqual([]);
    expect(pairsAllowedBy(aSessionCase(decidedAs('allow_pair')))).toEqual([]);
    const { users: _none, ...empty } = aReviewCase(decidedAs('allow_pair'));
    expect(pairsAllowedBy(empty)).toEqual([]);
  });
});
