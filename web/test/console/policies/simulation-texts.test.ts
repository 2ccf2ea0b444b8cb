import { expect, it } from 'vitest';
import { unknownBecause } from '../../../../lambda/policy-simulations/domain/judged-again.ts';
import {
  estimateText,
  NOT_DECIDABLE_TEXTS,
  type Simulation,
  simulationSummary,
} from '../../../src/console/policies/simulation-texts.ts';

const found = (counts: Partial<Simulation>) =>
  simulationSummary({ sessions: 10, same: 10, otherwise: 0, not_decidable: 0, ...counts } as Simulation);

it('says how many sessions would have ended otherwise, of those that could be judged', () => {
  expect(found({})).toBe('0 of 10 sessions (0%) would have ended otherwise.');
  expect(found({ same: 6, otherwise: 2, not_decidable: 2 })).toBe(
    '2 of 8 sessions (25%) would have ended otherwise. 2 could not be judged again.',
  );
  expect(found({ same: 0, not_decidable: 10 })).toBe(
    'None of 10 sessions could be judged again from their stored measures.',
  );
  expect(found({ sessions: 0 })).toBe('There are no decided sessions of this type yet.');
});

it('writes a rate with its interval', () => {
  expect(estimateText({ value: 2.083, low: 0.4, high: 9.1 })).toBe('2.08% (95% interval 0.4% to 9.1%)');
  expect(estimateText(undefined)).toBe('no labeled decision');
});

it('explains every reason for which nobody can say', () => {
  expect(Object.keys(NOT_DECIDABLE_TEXTS).sort()).toEqual([...unknownBecause.options].sort());
});
