import { expect, it } from 'vitest';
import { openReviewCase } from '../../../lambda/review-cases/open-review-case.ts';
import { aReviewCase, InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

it('opens a case once, and counts it once', async () => {
  const cases = new InMemoryReviewCases();
  const { emit, metrics } = recordedMetrics();
  const { id: _id, status: _status, opened_at: _time, ...question } = aReviewCase();
  const dependencies = { cases, clock: () => NOON, newIdentifier: (prefix: string) => `${prefix}_1`, emit };
  for (const _time of [1, 2]) await openReviewCase(question, dependencies);
  expect(cases.cases).toEqual([aReviewCase()]);
  expect(metrics).toEqual([
    { name: 'ReviewCaseOpened', value: 1, dimensions: { ReasonCode: 'possible_duplicate' } },
  ]);
});
