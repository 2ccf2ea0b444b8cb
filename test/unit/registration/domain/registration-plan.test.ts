import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { planOf } from '../../../../lambda/registration/domain/registration-plan.ts';

const { checks, quality, search } = DEFAULT_POLICY;

it('runs every check of the default policy, and DetectFaces for no selfie', () => {
  expect(planOf(DEFAULT_POLICY)).toEqual({
    document: true,
    detect_selfie: false,
    search: true,
    hold_incomplete: false,
  });
});

it('leaves out what the policy leaves out', () => {
  const plan = planOf({
    ...DEFAULT_POLICY,
    checks: { ...checks, document: false },
    quality: { ...quality, selfie: { ...quality.selfie, detect_before_indexing: true } },
    search: { ...search, on_incomplete: 'review' },
  });
  expect(plan).toEqual({ document: false, detect_selfie: true, search: true, hold_incomplete: true });
});

it.each([
  [true, false, true],
  [false, true, true],
  [false, false, false],
])('searches if users (%s) or watchlists (%s) are searched: %s', (duplicates, watchlists, searched) => {
  expect(planOf({ ...DEFAULT_POLICY, checks: { ...checks, duplicates, watchlists } }).search).toBe(searched);
});
