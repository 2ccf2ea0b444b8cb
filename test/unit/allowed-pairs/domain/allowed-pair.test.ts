import { expect, it } from 'vitest';
import { pairOf, pairsWithout } from '../../../../lambda/allowed-pairs/domain/allowed-pair.ts';

it('a pair is one and the same, whichever user comes first', () => {
  expect(pairOf('bob', 'ann')).toEqual(pairOf('ann', 'bob'));
});

it('pairs that are among others are left out', () => {
  const [both, one] = [pairOf('ann', 'bob'), pairOf('ann', 'cid')];
  expect(pairsWithout([both, one], [pairOf('bob', 'ann'), pairOf('bob', 'cid')])).toEqual([one]);
  expect(pairsWithout([both], [])).toEqual([both]);
});
