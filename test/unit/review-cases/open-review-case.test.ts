import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { CaseQuestion } from '../../../lambda/review-cases/domain/review-case.ts';
import { openReviewCase } from '../../../lambda/review-cases/open-review-case.ts';
import { aReviewCase, aSessionCase, InMemoryReviewCases, PAIR } from '../../support/lambda/a-review-case.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aDesk() {
  const cases = new InMemoryReviewCases();
  const { emit, metrics } = recordedMetrics();
  const dependencies = {
    cases,
    policy: DEFAULT_POLICY,
    settings: { retentionDays: 400 },
    clock: () => NOON,
    newIdentifier: (prefix: string) => `${prefix}_1`,
    emit,
  };
  return {
    cases,
    metrics,
    dependencies,
    open: (question: CaseQuestion) => openReviewCase(question, dependencies),
  };
}
const OF_TWO_USERS: CaseQuestion = {
  tenant: TENANT,
  reason: 'possible_duplicate',
  users: [...PAIR],
  similarity: 99.4,
  face_model_version: '7.0',
};
const session = { id: 'vs_1', run: 1, user_id: 'user-1' };

describe('a case', () => {
  it('is opened once, and counted once', async () => {
    const { cases, metrics, open } = aDesk();
    for (const _time of [1, 2]) await open(OF_TWO_USERS);
    expect(cases.cases).toEqual([aReviewCase()]);
    expect(metrics).toEqual([
      { name: 'ReviewCaseOpened', value: 1, dimensions: { ReasonCode: 'possible_duplicate' } },
    ]);
  });

  it('is opened once for each run of a session', async () => {
    const { cases, open } = aDesk();
    const question: CaseQuestion = { tenant: TENANT, reason: 'match_in_band', session };
    for (const run of [1, 1, 2]) await open({ ...question, session: { ...session, run } });
    expect(cases.cases).toEqual([aSessionCase(), aSessionCase({ session: { ...session, run: 2 } })]);
  });

  it('is not about a pair that was allowed', async () => {
    const { cases, open } = aDesk();
    cases.pairs.allow('ann', 'bob');
    await open(OF_TWO_USERS);
    expect(cases.cases).toEqual([]);
  });

  it('is due when its session is promised a decision', async () => {
    const { cases, dependencies } = aDesk();
    const dueAt = minutesAfter(90).toISOString();
    await openReviewCase({ tenant: TENANT, reason: 'match_in_band', session }, dependencies, dueAt);
    expect(cases.cases).toEqual([aSessionCase({ due_at: dueAt })]);
  });
});
