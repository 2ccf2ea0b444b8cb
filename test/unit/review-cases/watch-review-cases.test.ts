import { describe, expect, it } from 'vitest';
import { watchReviewCases } from '../../../lambda/review-cases/watch-review-cases.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import {
  aReviewCase,
  aSampledCase,
  aSessionCase,
  InMemoryReviewCases,
} from '../../support/lambda/a-review-case.ts';
import { aCompleteSession, aReview, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aWatch() {
  const sessions = new InMemorySessionStore();
  const cases = new InMemoryReviewCases(sessions);
  const { emit, metrics } = recordedMetrics();
  const dependencies = { cases, sessions, policyOf: pinned(), settings: { retentionDays: 400 }, emit };
  const newIdentifier = (prefix: string) => `${prefix}_9`;
  const watch = (now: Date) => watchReviewCases(TENANT, { ...dependencies, newIdentifier, clock: () => now });
  /** What a run has emitted, by name and dimension. */
  const run = async (now: Date) => {
    metrics.length = 0;
    await watch(now);
    return Object.fromEntries(
      metrics.map(({ name, value, dimensions }) => [[name, ...Object.values(dimensions)].join(' '), value]),
    );
  };
  /** A session that waits for the answers of cases. */
  const hold = (changes: Partial<VerificationSession> = {}) =>
    sessions.add(
      aCompleteSession({
        status: 'in_review',
        review: aReview(['match_in_band'], ['match_in_band'], minutesAfter(100_000)),
        ...changes,
      }),
    );
  return { cases, sessions, hold, run };
}
const due = (minutes: number) => ({ due_at: minutesAfter(minutes).toISOString() });
const HOUR_MS = 3_600_000;

describe('the watch of cases', () => {
  it('counts those that wait, by reason, and the age of the oldest', async () => {
    const { cases, hold, run } = aWatch();
    hold();
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

  it('closes a sample that was not labeled while its images were kept, once, without a label', async () => {
    const { cases, sessions, run } = aWatch();
    sessions.add(aCompleteSession({ status: 'approved' }));
    cases.cases.push(aSampledCase());
    const days = (count: number) => minutesAfter(count * 24 * 60);
    expect(await run(days(29))).toMatchObject({ 'ReviewCaseWaiting sampled': 1 });
    expect(await run(days(30))).toMatchObject({ 'ReviewCaseClosed sampled': 1, ReviewCaseOverdue: 0 });
    expect(cases.cases[0]).toMatchObject({ status: 'closed', closed_at: days(30).toISOString() });
    expect(cases.labels.size).toBe(0);
    expect(await run(days(31))).toEqual({ ReviewCaseOldestAge: 0, ReviewCaseOverdue: 0 });
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

  it('opens the cases of a held session whose event was lost, once it would have come', async () => {
    const { cases, sessions, run } = aWatch();
    const review = aReview(['match_in_band'], ['match_in_band'], NOON);
    sessions.add(aCompleteSession({ status: 'in_review', review }));
    await run(minutesAfter(4));
    expect(cases.cases).toEqual([]);
    for (const minute of [5, 20]) await run(minutesAfter(minute));
    expect(cases.cases).toMatchObject([{ reason: 'match_in_band', due_at: review.due_at, status: 'open' }]);
  });

  it('closes a case whose session ended otherwise, or is in another run, and no other', async () => {
    for (const changes of [{ status: 'error' }, { status: 'in_review', runs: 2 }] as const) {
      const { cases, hold, run } = aWatch();
      hold(changes);
      cases.cases.push(
        aSessionCase(),
        aSessionCase({ id: 'rc_2', reason: 'sampled' }),
        aReviewCase({ id: 'rc_3' }),
      );
      expect(await run(NOON)).toMatchObject({
        'ReviewCaseClosed match_in_band': 1,
        'ReviewCaseWaiting sampled': 1,
        'ReviewCaseWaiting possible_duplicate': 1,
      });
      expect(cases.cases.map(({ status }) => status)).toEqual(['closed', 'open', 'open']);
      expect(await run(NOON)).not.toHaveProperty('ReviewCaseClosed match_in_band');
    }
  });

  it('keeps the case of a login, which was over before, as long as its images are kept', async () => {
    const { cases, hold, run } = aWatch();
    hold({ type: 'authentication', status: 'approved' });
    cases.cases.push(aSessionCase({ reason: 'watchlist_hit' }));
    expect(await run(minutesAfter(30 * 24 * 60 - 1))).toHaveProperty('ReviewCaseWaiting watchlist_hit');
    expect(await run(minutesAfter(30 * 24 * 60))).toHaveProperty('ReviewCaseClosed watchlist_hit');
  });

  it('says that nothing waits, so that the alarm ends', async () => {
    expect(await aWatch().run(NOON)).toEqual({ ReviewCaseOldestAge: 0, ReviewCaseOverdue: 0 });
  });

  it('sees more than one page', async () => {
    const { cases, hold, run } = aWatch();
    hold();
    for (let number = 100; number < 350; number += 1) cases.cases.push(aSessionCase({ id: `rc_${number}` }));
    expect(await run(NOON)).toMatchObject({ 'ReviewCaseWaiting match_in_band': 250 });
  });
});
