import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { policySimulation } from '../../../lambda/policy-simulations/contract.ts';
import { simulatePolicy } from '../../../lambda/policy-simulations/simulate-policy.ts';
import type { LivenessLabel } from '../../../lambda/review-cases/domain/liveness-label.ts';
import type { LivenessLabelStore } from '../../../lambda/review-cases/ports/liveness-label-store.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aPerson, registered } from '../../support/lambda/a-judged-person.ts';
import { aPolicyVersion } from '../../support/lambda/a-policy.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator, aScore, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const PERSON = aPerson();

const label = (session_id: string, changes: Partial<LivenessLabel> = {}): LivenessLabel => ({
  id: 'rc_1',
  tenant: TENANT,
  session_id,
  liveness_session_id: 'liveness-1',
  ...aScore(),
  confidence: 95,
  challenge: { type: 'FaceMovementAndLightChallenge', version: '2.0.0' },
  sampled_percent: 1,
  label: 'genuine',
  sampled_at: NOON.toISOString(),
  decided_at: NOON.toISOString(),
  ...changes,
});

function aDesk(...sessions: readonly VerificationSession[]) {
  const desk = aPolicyDesk();
  const asked: unknown[] = [];
  const labels: LivenessLabelStore = {
    list: async (_tenant, times, _limit, afterId) => {
      asked.push(times);
      return afterId === undefined
        ? { labels: [label('vs_2')], lastId: 'rc_1' }
        : { labels: [label('vs_elsewhere')] };
    },
  };
  const dependencies = {
    ...desk.dependencies,
    clock: () => NOON,
    labels,
    sessions: new InMemorySessionStore(...sessions),
  };
  const simulate = (version: number, id = 'registration') =>
    simulatePolicy(anOperator(), id, { version, sessions: 200 }, dependencies);
  return { ...desk, asked, simulate };
}

const session = (id: string, changes: Partial<VerificationSession> = {}): VerificationSession => ({
  ...registered(PERSON, DEFAULT_POLICY),
  id,
  ...changes,
});

describe('simulatePolicy', () => {
  it('tries a draft on decided sessions, and counts how they would have ended', async () => {
    const before = minutesAfter(-60).toISOString();
    const { simulate, create, metrics, asked } = aDesk(
      session('vs_1', { created_at: before }),
      session('vs_2'),
    );
    await create({ change: { match_thresholds: { '7.0': { regular: 98 } } } });

    const answer = await simulate(2);

    expect(answer).toMatchObject({
      policy: { id: 'registration', version: 2 },
      sessions: 2,
      same: 0,
      otherwise: 2,
      changes: [
        {
          from: 'approve',
          to: 'try_again',
          reasons_gained: { face_mismatch: 2 },
          examples: ['vs_2', 'vs_1'],
        },
      ],
      rates: [{ check: 'liveness', model_version: '2.0.0', genuine: 1, impostors: 0 }],
    });
    expect(policySimulation.parse(answer)).toEqual(answer);
    expect(metrics).toContainEqual(
      expect.objectContaining({ name: 'PolicySimulated', dimensions: { Type: 'registration' } }),
    );
    // labels as old as the oldest session, page by page
    expect(asked).toEqual([{ from: new Date(before) }, { from: new Date(before) }]);
  });

  it('finds the policy of the config before any session has', async () => {
    const { simulate, asked } = aDesk();
    expect(await simulate(1)).toMatchObject({ sessions: 0, same: 0, rates: [] });
    // without sessions there is nothing that labels could be about
    expect(asked).toEqual([]);
  });

  it('does not decide about sessions whose policy does not fit the deployment any more', async () => {
    const policy = { id: 'registration', version: 2 } as const;
    const { simulate, policies } = aDesk(session('vs_1', { policy }));
    policies.versions.push(aPolicyVersion({ version: 2, document: '{}' }));

    expect((await simulate(1)).not_decidable_because).toEqual({ policy_not_valid: 1 });
  });

  it('refuses a version that does not fit the deployment any more', async () => {
    const { simulate, policies } = aDesk();
    policies.versions.push(aPolicyVersion({ version: 2, document: '{}' }));

    await expect(simulate(2)).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('version 2 of policy registration does not fit this deployment'),
    });
  });

  it('refuses an unknown version or policy', async () => {
    const { simulate } = aDesk();

    await expect(simulate(7)).rejects.toMatchObject({ code: 'not_found' });
    await expect(simulate(1, 'login')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps checks of a session as they are', async () => {
    const one = session('vs_1');
    const { simulate } = aDesk(one);
    const before = structuredClone(one);

    await simulate(1);

    expect(one).toEqual(before);
  });
});
