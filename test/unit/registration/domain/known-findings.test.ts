import { describe, expect, it } from 'vitest';
import { policyFingerprint } from '../../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { knownFindings } from '../../../../lambda/registration/domain/known-findings.ts';
import { anEarlierRun } from '../../../support/lambda/builders.ts';

const basis = { document_sha256: 'd'.repeat(64), policy_version: policyFingerprint(DEFAULT_POLICY) };
const runOf = (...args: Parameters<typeof anEarlierRun>) => anEarlierRun(...args).earlier_runs ?? [];

describe('the findings about a document that is known', () => {
  it('are those of the latest run that judged it by this policy, and cost nothing', () => {
    const measures = [{ name: 'similarity_percent', value: 97.2 }];
    const runs = [
      ...runOf(basis.document_sha256, { reasons: ['face_mismatch'] }),
      ...runOf(basis.document_sha256, { measures }),
      ...runOf('e'.repeat(64), { reasons: ['face_mismatch'] }),
    ];
    expect(knownFindings(runs, basis)).toEqual({
      quality: { reasons: [], measures: [], calls: {}, basis },
      match: { reasons: [], measures, calls: {}, basis },
    });
  });

  it('keep the place of the face, and the reasons that this release knows', () => {
    const face_box = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 };
    const [run] = runOf(basis.document_sha256, { reasons: ['face_mismatch'] });
    const [quality, match] = [run?.checks.document_quality, run?.checks.face_match];
    if (!run || !quality || !match) throw new Error('the run has both checks');
    const checks = {
      document_quality: { ...quality, face_box },
      face_match: { ...match, reason_codes: [...match.reason_codes, 'of another release'] },
    };
    expect(knownFindings([{ ...run, checks }], basis)).toEqual({
      quality: { reasons: [], measures: [], calls: {}, basis, faceBox: face_box },
      match: { reasons: ['face_mismatch'], measures: [], calls: {}, basis },
    });
  });

  it.each([
    ['there was no other run', [], basis],
    ['another document was judged', runOf('e'.repeat(64)), basis],
    ['another policy was in force', runOf(basis.document_sha256), { ...basis, policy_version: 'other' }],
  ])('are none where %s', (_where, runs, wanted) => {
    expect(knownFindings(runs, wanted)).toBeUndefined();
  });

  it.each(['document_quality', 'face_match'] as const)('are none where a run was over before %s', (name) => {
    const [run] = runOf(basis.document_sha256);
    if (!run) throw new Error('there is no run');
    const { [name]: _missing, ...checks } = run.checks;
    expect(knownFindings([{ ...run, checks }], basis)).toBeUndefined();
  });
});
