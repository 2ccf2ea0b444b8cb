import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { sampleLivenessCheck } from '../../../lambda/review-cases/sample-liveness-check.ts';
import type { LivenessSession } from '../../../lambda/sessions/domain/liveness-session.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import { InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import {
  aLivenessSession,
  aScore,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const NEAR = { share_percent: 0, points_above_threshold: 5 };

function aDesk(checks: readonly Partial<LivenessSession>[], sampling = NEAR) {
  const sessions = new InMemorySessionStore(aSession());
  for (const check of checks) sessions.addLiveness(aLivenessSession(check));
  const cases = new InMemoryReviewCases(sessions);
  const { emit, metrics } = recordedMetrics();
  let made = 0;
  const dependencies = {
    cases,
    sessions,
    policyOf: pinned({ ...DEFAULT_POLICY, sampling }),
    settings: { retentionDays: 400, labelRetentionDays: 1000 },
    clock: () => NOON,
    newIdentifier: (prefix: string) => `${prefix}_${++made}`,
    emit,
  };
  const sample = (tenant = TENANT) => sampleLivenessCheck(tenant, 'vs_1', dependencies);
  return { cases: cases.cases, sessions, metrics, sample };
}

const failed = { id: 'failed', status: 'failed', score: aScore({ confidence: 12 }) } as const;
const passed = { id: 'passed', status: 'passed', score: aScore() } as const;

describe('a liveness check that passed close to the threshold', () => {
  it('opens one case that shows its score, challenge and policy, however often it is reported', async () => {
    const { cases, metrics, sample } = aDesk([failed, passed]);
    for (const _time of ['first', 'second']) await sample();
    expect(cases).toMatchObject([
      {
        tenant: TENANT,
        reason: 'sampled',
        status: 'open',
        session: { id: 'vs_1', run: 1, user_id: 'user-1' },
        liveness_check: { id: 'passed', sampled_percent: 100, ...aScore() },
        retention_days: 400,
        label_retention_days: 1000,
        due_at: minutesAfter(24 * 60).toISOString(),
      },
    ]);
    expect(metrics).toEqual([{ name: 'ReviewCaseOpened', value: 1, dimensions: { ReasonCode: 'sampled' } }]);
  });

  it('does not hold its session', async () => {
    const { sessions, sample } = aDesk([passed]);
    await sample();
    expect(sessions.stored(TENANT, 'vs_1')).toEqual(aSession());
    expect(sessions.events).toEqual([]);
  });
});

it.each([
  ['was not drawn', [{ ...passed, score: aScore({ confidence: 99 }) }]],
  ['failed', [failed]],
  ['is held for a person', [{ ...passed, score: aScore({ confidence: 79 }) }]],
  ['is not finished', [{ status: 'created' }]],
  ['has no score, as those before scores were kept', [{ ...passed, score: undefined }]],
  ['is deleted', []],
] as const)('a check that %s opens no case', async (_, checks) => {
  const { cases, sample } = aDesk(checks);
  await sample();
  expect(cases).toEqual([]);
});

it("never another tenant's", async () => {
  const { cases, sample } = aDesk([passed]);
  await sample('other');
  expect(cases).toEqual([]);
});

it('every check is sampled where the share is all', async () => {
  const checks = [{ ...passed, score: aScore({ confidence: 99.9 }) }];
  const { cases, sample } = aDesk(checks, { share_percent: 100, points_above_threshold: 0 });
  await sample();
  expect(cases).toMatchObject([{ liveness_check: { sampled_percent: 100 } }]);
});
