import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { replayDecision } from '../../../../lambda/policy-simulations/domain/replay-decision.ts';
import { evidenceDigest } from '../../../../lambda/sessions/domain/decision-evidence.ts';
import { registered } from '../../../support/lambda/a-judged-person.ts';
import { aSession } from '../../../support/lambda/builders.ts';
import { people, policies } from '../../../support/lambda/generated-people.ts';

describe('a decision that is judged again', () => {
  it('ends as it did, by the evidence that was chained', () => {
    fc.assert(
      fc.property(people, policies, (person, policy) => {
        const session = registered(person, policy);
        fc.pre(session.status !== 'requires_input');
        const replayed = replayDecision(session, policy, evidenceDigest(session));
        expect(replayed).toMatchObject({ agrees: true, hasItsEvidence: true, replayed: replayed.recorded });
      }),
      { numRuns: 50 },
    );
  });

  it('shows an outcome that its measures do not give', () => {
    fc.assert(
      fc.property(people, policies, (person, policy) => {
        const session = registered(person, policy);
        const { decision } = session;
        fc.pre(session.status === 'declined' && decision !== undefined);
        const forged = { ...session, status: 'approved' as const };
        const approved = { ...decision, outcome: 'approved' as const, reason_codes: [] };
        const { agrees } = replayDecision({ ...forged, decision: approved as never }, policy, undefined);
        expect(agrees).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('shows measures that are not those of the decision, and a decision that is not chained', () => {
    const [person] = fc.sample(people, { numRuns: 1, seed: 1 });
    if (!person) throw new Error('nobody');
    const session = registered(person, DEFAULT_POLICY);
    const judged =
      session.status === 'requires_input' ? { ...session, status: 'in_review' as const } : session;
    expect(replayDecision(judged, DEFAULT_POLICY, 'f'.repeat(64)).hasItsEvidence).toBe(false);
    expect(replayDecision(judged, DEFAULT_POLICY, undefined).hasItsEvidence).toBe(false);
  });

  it('fails for a session without a decision', () => {
    expect(() => replayDecision(aSession(), DEFAULT_POLICY, undefined)).toThrow('was not decided');
  });
});
