import { describe, expect, it } from 'vitest';
import { watchReviewCases } from '../../../lambda/review-cases/watch-review-cases.ts';
import { aReviewCase, aSessionCase, InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aWatch() {
  const cases = new InMemoryReviewCases();
  const { emit, metrics } = recordedMetrics();
  const watch = (now: Date) => watchReviewCases(TENANT, { cases, clock: () => now, emit });
  /** What a run has emitted, by name and dimension. */
  const run = async (now: Date) => {
    metrics.length = 0;
    await watch(now);
    return Object.fromEntries(
      metrics.map(({ name, value, dimensions }) => [[name, ...Object.values(dimensions)].join(' '), value]),
    );
  };
  return { cases, run };
}
const due = (minutes: number) => ({ due_at: minutesAfter(minutes).toISOString() });
const HOUR_MS = 3_600_000;

describe('the watch of cases', () => {
  it('counts those that wait, by reason, and the age of the oldest', async () => {
    const { cases, run } = aWatch();
    cases.cases.push(
      aReviewCase({ opened_at: minutesAfter(-60).toISOString() }),
      aSessionCase({ id: 'rc_2' }),
      aSessionCase({ id: 'rc_3', status: 'awaiting_second' }),
      aSessionCase({ id: 'rc_4', status: 'decided', opened_at: minutesAfter(-90).toISOString() }),
      aSessionCase({ id: 'rc_5', tenant: 'other' }),
    );
    expect(await run(NOON)).toEqual({
      'ReviewCaseWaiting match_in_band': 2,
      'ReviewCaseWaiting possible_duplicate': 1,
      ReviewCaseOldestAge: HOUR_MS,
      ReviewCaseOverdue: 0,
    });
  });

  it('escalates an overdue case once, and decides nothing', async () => {
    const { cases, run } = aWatch();
    cases.cases.push(aReviewCase(due(5)), aSessionCase({ id: 'rc_2', status: 'decided', ...due(5) }));
    expect(await run(minutesAfter(4))).toMatchObject({ ReviewCaseOverdue: 0 });
    const overdue = await run(minutesAfter(5));
    expect(overdue).toMatchObject({ ReviewCaseOverdue: 1, 'ReviewCaseEscalated possible_duplicate': 1 });
    expect(cases.cases[0]).toEqual({
      ...aReviewCase(due(5)),
      revision: 2,
      escalated_at: minutesAfter(5).toISOString(),
    });
    const later = await run(minutesAfter(20));
    expect(later).toMatchObject({ ReviewCaseOverdue: 1 });
    expect(later).not.toHaveProperty('ReviewCaseEscalated possible_duplicate');
  });

  it('leaves a case that somebody changes meanwhile to its next run', async () => {
    const { cases, run } = aWatch();
    cases.cases.push(aReviewCase(due(0)));
    const { save } = cases;
    cases.save = async () => false;
    expect(await run(NOON)).not.toHaveProperty('ReviewCaseEscalated possible_duplicate');
    cases.save = save;
    expect(await run(NOON)).toHaveProperty('ReviewCaseEscalated possible_duplicate');
  });

  it('says that nothing waits, so that the alarm ends', async () => {
    expect(await aWatch().run(NOON)).toEqual({ ReviewCaseOldestAge: 0, ReviewCaseOverdue: 0 });
  });

  it('sees more than one page', async () => {
    const { cases, run } = aWatch();
    for (let number = 100; number < 350; number += 1) cases.cases.push(aSessionCase({ id: `rc_${number}` }));
    expect(await run(NOON)).toMatchObject({ 'ReviewCaseWaiting match_in_band': 250 });
  });
});
