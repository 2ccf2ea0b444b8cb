import { describe, expect, it } from 'vitest';
import type { CaseFinding } from '../../../../lambda/kernel/case-finding.ts';
import {
  challengeVersionOf,
  labelOf,
  livenessLabel,
} from '../../../../lambda/review-cases/domain/liveness-label.ts';
import { aSampledCase, aSessionCase } from '../../../support/lambda/a-review-case.ts';
import { aScore, minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

const decidedAs = (finding: CaseFinding) => ({
  status: 'decided' as const,
  decision: { finding, decided_at: minutesAfter(30).toISOString() },
});

describe('the label of a sample', () => {
  it.each(['genuine', 'spoof', 'unclear'] as const)('is %s with what its check depended on', (finding) => {
    expect(labelOf(aSampledCase(decidedAs(finding)))).toEqual({
      id: 'rc_1',
      tenant: TENANT,
      session_id: 'vs_1',
      liveness_session_id: '11111111-2222-4333-8444-555555555555',
      ...aScore(),
      sampled_percent: 100,
      label: finding,
      sampled_at: NOON.toISOString(),
      decided_at: minutesAfter(30).toISOString(),
    });
  });

  it('names no user, no operator and no image', () => {
    const note = { by: 'rita', at: NOON.toISOString(), finding: 'spoof' as const, note: 'a mask' };
    const label = labelOf(aSampledCase({ ...decidedAs('spoof'), findings: [note] }));
    expect(livenessLabel.parse(label)).toEqual(label);
    expect(JSON.stringify(label)).not.toMatch(/user-1|rita|mask|key|jpg/);
  });

  it('is none before the decision, and of no other case', () => {
    expect(labelOf(aSampledCase())).toBeUndefined();
    expect(labelOf(aSessionCase(decidedAs('accept_match')))).toBeUndefined();
    expect(labelOf(aSampledCase({ status: 'closed' }))).toBeUndefined();
    // nothing says what was labeled
    expect(labelOf(aSessionCase(decidedAs('genuine')))).toBeUndefined();
    const { session: _lost, ...sessionless } = aSampledCase(decidedAs('genuine'));
    expect(labelOf(sessionless)).toBeUndefined();
  });
});

it('a check whose challenge is not known is counted apart', () => {
  expect(challengeVersionOf(aScore())).toBe('2.0.0');
  expect(challengeVersionOf({})).toBe('unknown');
});
