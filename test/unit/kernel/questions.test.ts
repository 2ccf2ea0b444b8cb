import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { NOTED_REASONS, questionsOf } from '../../../lambda/kernel/questions.ts';
import { CONFIDENTIAL, REASON_CODES, REASONS, type ReasonCode } from '../../../lambda/kernel/reason-code.ts';

const REVIEWING = {
  duplicates: 'review',
  watchlist: { on_hit: 'review', at_login: 'off' },
  replay: { equal: 'review', near: 'review' },
  search: { ...DEFAULT_POLICY.search, on_incomplete: 'review' },
} as const;
const DECIDING = {
  duplicates: 'decline',
  watchlist: { on_hit: 'decline', at_login: 'off' },
  replay: { equal: 'decline', near: 'off' },
  search: { ...DEFAULT_POLICY.search, on_incomplete: 'error' },
} as const;
const ASKING = REASON_CODES.filter((reason) => questionsOf([reason], REVIEWING).length > 0);

it('asks about what the policy leaves to a person, and of duplicates in every preset', () => {
  expect(ASKING).toEqual([
    'liveness_in_band',
    'replay_suspected',
    'near_copy_suspected',
    'match_in_band',
    'duplicate_face',
    'possible_duplicate',
    'watchlist_hit',
    'search_incomplete',
  ]);
  expect(questionsOf(['duplicate_face'], DEFAULT_POLICY)).toEqual(['possible_duplicate']);
  expect(questionsOf(['duplicate_face'], DECIDING)).toEqual([]);
  expect(questionsOf(['search_incomplete'], DECIDING)).toEqual([]);
  expect(questionsOf(['watchlist_hit'], DEFAULT_POLICY)).toEqual(['watchlist_hit']);
  expect(questionsOf(['watchlist_hit'], DECIDING)).toEqual([]);
  expect(questionsOf(['replay_suspected'], DEFAULT_POLICY)).toEqual([]);
  // looks decline nothing by themselves, whatever the policy says
  expect(questionsOf(['near_copy_suspected'], DECIDING)).toEqual(['near_copy_suspected']);
  // one that the policy declines needs no answer to another
  expect(
    questionsOf(['duplicate_face', 'watchlist_hit'], { ...REVIEWING, ...{ watchlist: DECIDING.watchlist } }),
  ).toEqual([]);
  // a score in a band is left to a person wherever there is a band
  expect(questionsOf(['match_in_band', 'liveness_in_band'], DECIDING)).toEqual([
    'match_in_band',
    'liveness_in_band',
  ]);
});

it('asks each question once, and none beside a reason that declines', () => {
  const some = fc.uniqueArray(fc.constantFrom(...ASKING), { minLength: 1 });
  const others = REASON_CODES.filter((reason) => !ASKING.includes(reason));
  fc.assert(
    fc.property(some, fc.constantFrom(...others), (asked: ReasonCode[], declining) => {
      const questions = questionsOf([...asked, ...asked], REVIEWING);
      expect(new Set(questions).size).toBe(questions.length);
      expect(questions.length).toBeGreaterThan(0);
      expect(questionsOf([...asked, declining], REVIEWING)).toEqual([]);
    }),
  );
  expect(questionsOf([], REVIEWING)).toEqual([]);
});

it('gives the person who is declined for one of them no hint', () => {
  for (const reason of ASKING.filter((one) => one !== 'search_incomplete'))
    expect(REASONS[reason]).toEqual(CONFIDENTIAL);
});

it('has a question for each finding with which a login may go on', () => {
  for (const reason of NOTED_REASONS) expect(questionsOf([reason], REVIEWING)).toHaveLength(1);
});
