import { describe, expect, it } from 'vitest';
import type { CaseQuestion } from '../../../lambda/review-cases/domain/review-case.ts';
import { openReviewCase } from '../../../lambda/review-cases/open-review-case.ts';
import { aReviewCase, aSessionCase, InMemoryReviewCases, PAIR } from '../../support/lambda/a-review-case.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aDesk() {
  const cases = new InMemoryReviewCases();
  const { emit, metrics } = recordedMetrics();
  const dependencies = {
    cases,
    pairs: cases.pairs,
    settings: { slaHours: 24, fourEyes: false, retentionDays: 400 },
    clock: () => NOON,
    newIdentifier: (prefix: string) => `${prefix}_1`,
    emit,
  };
  return { cases, metrics, open: (question: CaseQuestion) => openReviewCase(question, dependencies) };
}
const OF_TWO_USERS: CaseQuestion = {
  tenant: TENANT,
  reason: 'possible_duplicate',
  users: [...PAIR],
  similarity: 99.4,
  face_model_version: '7.0',
};
const session = { id: 'vs_1', run: 1, user_id: 'user-1' };
const aMatch = (user_id: string) => ({
  face_id: `face-of-${user_id}`,
  collection_id: 'face-idv.acme.g1.0',
  similarity: 98,
  user_id,
});

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

  it('is not about pairs that were allowed', async () => {
    const { cases, open } = aDesk();
    cases.pairs.allow('ann', 'bob');
    cases.pairs.allow('user-1', 'ann');
    await open(OF_TWO_USERS);
    const question: CaseQuestion = { tenant: TENANT, reason: 'possible_duplicate', session };
    await open({ ...question, matches: [aMatch('ann')] });
    expect(cases.cases).toEqual([]);
    await open({ ...question, matches: [aMatch('ann'), aMatch('bob')] });
    expect(cases.cases.map(({ matches }) => matches)).toEqual([[aMatch('bob')]]);
  });
});
