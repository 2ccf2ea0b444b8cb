import { describe, expect, it } from 'vitest';
import { policyFingerprint } from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { scoreBand } from '../../../lambda/kernel/score-band.ts';
import { judgeFaceMatch } from '../../../lambda/registration/judge-face-match.ts';
import {
  aComparison,
  aJudgedDocument,
  aMatch,
  aRegistration,
  aSession,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

async function judge(changes: Partial<Parameters<typeof judgeFaceMatch>[0]> = {}) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(aSession({ status: 'processing' }));
  const answer = await judgeFaceMatch(
    { ...aMatch(), ...changes },
    { sessions, policy: DEFAULT_POLICY, emit },
  );
  return {
    answer,
    metrics,
    check: sessions.stored(TENANT, 'vs_1').checks.face_match,
  };
}

const alike = (similarity: number) =>
  aComparison({ faces: [{ similarity, bounding_box: aJudgedDocument().portrait }] });

describe('judging whether selfie and document show one person', () => {
  it.each([
    [95, 'regular', []],
    [94.99, 'regular', ['face_mismatch']],
    [98.9, 'sensitive', ['face_mismatch']],
    [99, 'sensitive', []],
    [0, 'regular', ['face_mismatch']],
  ] as const)('judges a similarity of %d in a %s flow', async (similarity, sensitivity, reasons) => {
    const registration = aRegistration({ sensitivity });
    const { answer, check, metrics } = await judge({ registration, comparison: alike(similarity) });
    expect(answer).toEqual({ continue: reasons.length === 0, reason_codes: reasons });
    const limit = sensitivity === 'regular' ? '>= 95' : '>= 99';
    expect(check?.measures).toEqual([{ name: 'similarity_percent', value: similarity, limit }]);
    expect(metrics).toContainEqual({
      name: 'CheckSimilarity',
      value: 1,
      dimensions: { Type: 'registration', Check: 'face_match', Band: scoreBand(similarity) },
    });
  });

  it('records the times and the price of the comparison, not its own', async () => {
    const calls = { CompareFaces: 2 };
    const { check } = await judge({ comparison: aComparison({ calls }) });
    expect(check).toMatchObject({
      started_at: NOON.toISOString(),
      duration_ms: 200,
      billable_calls: calls,
      cost_usd: 0.002,
    });
  });

  it('records what was refused before Rekognition was paid for', async () => {
    const { faces: _none, ...nothing } = aComparison({ refused_for: ['document_is_selfie'], calls: {} });
    const { answer, check, metrics } = await judge({ comparison: nothing });
    expect(answer).toEqual({ continue: false, reason_codes: ['document_is_selfie'] });
    expect(check).toMatchObject({ billable_calls: {}, cost_usd: 0, measures: [] });
    expect(metrics).toEqual([
      {
        name: 'CheckRecorded',
        value: 1,
        dimensions: { Type: 'registration', Check: 'face_match', Result: 'failed' },
      },
    ]);
  });

  it('records the document and the policy that it rests on, for a later run', async () => {
    const document_sha256 = 'd'.repeat(64);
    const { check } = await judge({ comparison: aComparison({ document_sha256 }) });
    expect(check?.basis).toEqual({ document_sha256, policy_version: policyFingerprint(DEFAULT_POLICY) });
  });

  it('records what an earlier run has found again, for nothing, and counts it once', async () => {
    const measures = [{ name: 'similarity_percent', value: 12, limit: '>= 95' }];
    const known = { reasons: ['face_mismatch'], measures };
    const { faces: _none, ...nothing } = aComparison({ known, calls: {} });
    const { answer, check, metrics } = await judge({ comparison: nothing, document: null });
    expect(answer).toEqual({ continue: false, reason_codes: ['face_mismatch'] });
    expect(check).toMatchObject({ status: 'failed', measures, billable_calls: {}, cost_usd: 0 });
    expect(metrics).toEqual([]);
  });

  it('records the similarity of refused images for operators, and counts it in no statistic', async () => {
    const refused_for = ['document_image_too_dark'];
    const { check, metrics } = await judge({ refused_for, comparison: alike(40) });
    expect(check).toMatchObject({ status: 'failed', reason_codes: ['face_mismatch'] });
    expect(metrics.map(({ name }) => name)).toEqual(['CheckCalls']);
  });
});
