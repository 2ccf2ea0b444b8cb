import { describe, expect, it } from 'vitest';
import type { CaseFinding } from '../../../../lambda/kernel/case-finding.ts';
import { createCheck, SIMILARITY_MEASURE } from '../../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../../lambda/kernel/policy.ts';
import {
  errorRates,
  type LabeledDecision,
  labeledLiveness,
  labeledMatches,
} from '../../../../lambda/policy-simulations/domain/labeled-decisions.ts';
import type { LivenessLabel } from '../../../../lambda/review-cases/domain/liveness-label.ts';
import { aScore, aSession, NOON, TENANT } from '../../../support/lambda/builders.ts';

const WITH_BAND = verificationPolicySchema.parse({
  ...DEFAULT_POLICY,
  match_thresholds: { '7.0': { regular: 95, sensitive: 99, review_from: { regular: 85 } } },
});

const compared = (similarity: number) =>
  createCheck(
    {
      reasons: ['match_in_band'],
      measures: [{ name: SIMILARITY_MEASURE, value: similarity }],
      calls: {},
    },
    NOON,
    NOON,
    {},
  );
const found = (finding: CaseFinding, run = 1) => ({
  question: 'match_in_band' as const,
  finding,
  case_id: 'rc_1',
  run,
  decided_at: NOON.toISOString(),
});

describe('labeledMatches', () => {
  it.each([
    [80, 'refuse'],
    [90, 'review'],
    [96, 'accept'],
  ] as const)('has the policy judge a similarity of %i', (similarity, verdict) => {
    const session = aSession({ checks: { face_match: compared(similarity) }, findings: [found('attack')] });

    expect(labeledMatches(session, WITH_BAND, WITH_BAND)).toEqual([
      { check: 'face_match', model_version: '7.0', label: 'impostor', verdict },
    ]);
  });

  it('has a document with another person refused, although the portrait is in the band', () => {
    const face_match = compared(90);
    const other = { name: 'other_faces_similarity_percent', value: 3 };
    const checks = { face_match: { ...face_match, measures: [...face_match.measures, other] } };
    const session = aSession({ checks, findings: [found('attack')] });

    expect(labeledMatches(session, WITH_BAND, WITH_BAND)).toMatchObject([{ verdict: 'refuse' }]);
  });

  it('takes the comparison of the run that was labeled', () => {
    const session = aSession({
      checks: { face_match: compared(96) },
      runs: 3,
      earlier_runs: [
        { run: 1, checks: { face_match: compared(96) } },
        { run: 2, checks: { face_match: compared(90) } },
      ],
      findings: [found('accept_match', 2)],
    });

    expect(labeledMatches(session, WITH_BAND, WITH_BAND)).toMatchObject([
      { label: 'genuine', verdict: 'review' },
    ]);
  });

  it('knows nothing about a comparison that was not made or is lost', () => {
    const lost = aSession({ runs: 3, checks: { face_match: compared(96) }, findings: [found('attack', 2)] });

    expect(labeledMatches(lost, WITH_BAND, WITH_BAND)).toEqual([]);
    const unmade = aSession({ findings: [found('attack')] });
    expect(labeledMatches(unmade, WITH_BAND, WITH_BAND)).toEqual([]);
  });

  it('takes no other finding for a label', () => {
    const session = aSession({
      checks: { face_match: compared(90) },
      findings: [found('decline'), { ...found('attack'), question: 'watchlist_hit' }],
    });

    expect(labeledMatches(session, WITH_BAND, WITH_BAND)).toEqual([]);
    expect(labeledMatches(aSession(), WITH_BAND, WITH_BAND)).toEqual([]);
  });
});

describe('labeledLiveness', () => {
  const label = (changes: Partial<LivenessLabel>): LivenessLabel => ({
    id: 'rc_1',
    tenant: TENANT,
    session_id: 'vs_1',
    liveness_session_id: 'liveness-1',
    ...aScore(),
    sampled_percent: 1,
    label: 'genuine',
    sampled_at: NOON.toISOString(),
    decided_at: NOON.toISOString(),
    ...changes,
  });
  const challenge = { type: 'FaceMovementAndLightChallenge', version: '2.0.0' };

  it('has the policy judge the confidence, by the version of the challenge', () => {
    expect(labeledLiveness(label({ confidence: 70, challenge }), aSession(), DEFAULT_POLICY)).toEqual({
      check: 'liveness',
      model_version: '2.0.0',
      label: 'genuine',
      verdict: 'refuse',
    });
    expect(
      labeledLiveness(label({ confidence: 90, label: 'spoof' }), aSession(), DEFAULT_POLICY),
    ).toMatchObject({ label: 'impostor', verdict: 'accept' });
  });

  it('leaves out what a person could not tell', () => {
    expect(labeledLiveness(label({ label: 'unclear' }), aSession(), DEFAULT_POLICY)).toBeUndefined();
  });
});

describe('errorRates', () => {
  const one = (changes: Partial<LabeledDecision> = {}): LabeledDecision => ({
    check: 'face_match',
    model_version: '7.0',
    label: 'genuine',
    verdict: 'accept',
    ...changes,
  });

  it('counts genuine people who are refused, and impostors who are accepted', () => {
    const labeled = [
      one(),
      one({ verdict: 'refuse' }),
      one({ verdict: 'review' }),
      one({ label: 'impostor' }),
      one({ label: 'impostor', verdict: 'review' }),
      one({ check: 'liveness', model_version: '2.0.0' }),
    ];

    expect(errorRates(labeled)).toEqual([
      {
        check: 'face_match',
        model_version: '7.0',
        genuine: 3,
        impostors: 2,
        frr_percent: expect.objectContaining({ value: 33.333 }),
        far_percent: expect.objectContaining({ value: 50 }),
      },
      {
        check: 'liveness',
        model_version: '2.0.0',
        genuine: 1,
        impostors: 0,
        frr_percent: expect.objectContaining({ value: 0, low: 0 }),
      },
    ]);
  });

  it('has none without labels, and keeps models apart', () => {
    expect(errorRates([])).toEqual([]);
    expect(errorRates([one({ label: 'impostor' })])[0]).not.toHaveProperty('frr_percent');
    const checks = errorRates([one({ check: 'liveness' }), one()]).map(({ check }) => check);
    expect(checks).toEqual(['face_match', 'liveness']);
    expect(errorRates([one(), one({ model_version: '6.0' })])).toHaveLength(2);
  });
});
