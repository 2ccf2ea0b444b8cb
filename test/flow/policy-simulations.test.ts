import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PolicyVersionView } from '../../lambda/policies/contract.ts';
import type { PolicySimulation } from '../../lambda/policy-simulations/contract.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { type FlowStack, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { register, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionCalls } from '../support/rekognition-admin.ts';

/** Calls but deletions: faces that the file before has left are deleted meanwhile. */
async function callsOf(stack: FlowStack['stack']): Promise<Record<string, number>> {
  const { DeleteFaces: _ofBefore, ...calls } = await rekognitionCalls(stack);
  return calls;
}

describe('a policy that is tried on past decisions', () => {
  const flow = withSharedFlowStack();
  const sessions: Record<'franck' | 'cage' | 'stranger', Report> = Object.create(null);

  const write = async (change: object): Promise<number> => {
    const path = '/policies/registration/versions';
    return (await flow.operator.post<PolicyVersionView>(path, { base: 1, change, comment: 'a try' })).version;
  };
  const simulate = async (version: number, policy = 'registration') => {
    const before = await callsOf(flow.stack);
    const path = `/policies/${policy}/simulations`;
    // the newest are those of this file, and the stack has others
    const answer = await flow.reviewer.post<PolicySimulation>(path, { version, sessions: 3 });
    expect(await callsOf(flow.stack)).toEqual(before);
    return answer;
  };

  beforeAll(async () => {
    sessions.franck = await registerPersonNamed(flow, 'franck');
    sessions.cage = await registerPersonNamed(flow, 'cage');
    const card = await identityCardOf('cage');
    sessions.stranger = await register(flow, {
      selfie: await selfieOf('bieber'),
      document: card,
      furtherDocuments: [card, card],
      leavesAttempts: true,
    });
  }, 120_000);

  it('ends every session as it did, if it is the one that decided them', async () => {
    expect([sessions.franck, sessions.cage, sessions.stranger].map(({ status }) => status)).toEqual([
      'approved',
      'approved',
      'declined',
    ]);
    expect(await simulate(1)).toEqual({
      policy: { id: 'registration', version: 1 },
      sessions: 3,
      reached_limit: false,
      same: 3,
      otherwise: 0,
      changes: [],
      not_decidable: 0,
      not_decidable_because: {},
      rates: [],
    });
  });

  it('ends approved ones otherwise, if it is stricter, and says for which reason', async () => {
    const stricter = await write({ quality: { selfie: { min_sharpness: 100 } } });
    const { same, changes, not_decidable } = await simulate(stricter);
    // the stranger has failed before the selfie is judged
    expect({ same, not_decidable }).toEqual({ same: 1, not_decidable: 0 });
    expect(changes).toEqual([
      {
        from: 'approve',
        to: 'decline',
        sessions: 2,
        reasons_gained: { image_too_blurry: 2 },
        reasons_lost: {},
        examples: [sessions.cage.id, sessions.franck.id],
      },
    ]);
  });

  it('asks for another document where it allows more of them', async () => {
    const patient = await write({ attempts: { document: 9 } });
    expect((await simulate(patient)).changes).toMatchObject([
      { from: 'decline', to: 'try_again', sessions: 1, examples: [sessions.stranger.id] },
    ]);
  });

  it('does not decide about faces that were not searched for, or below the threshold of then', async () => {
    const lax = await write({
      checks: { document: false },
      match_thresholds: { '7.0': { duplicate: 60 } },
    });
    const answer = await simulate(lax);
    expect(answer).toMatchObject({ otherwise: 0, not_decidable: 3 });
    expect(answer.not_decidable_because).toEqual({ below_searched_threshold: 2, check_not_made: 1 });
  });

  it('is audited, for reviewers, and only of a policy and a version that exist', async () => {
    const path = '/policies/registration/simulations';
    await expect(flow.viewer.post(path, { version: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(simulate(99)).rejects.toMatchObject({ code: 'not_found' });
    await expect(simulate(1, 'login')).rejects.toMatchObject({ code: 'not_found' });
    // of its own type alone, each of which its own version has decided
    const ofStepUps = await simulate(1, 'step_up');
    expect(ofStepUps).toMatchObject({ same: ofStepUps.sessions, otherwise: 0, not_decidable: 0 });
    const { data } = await flow.operator.get<{ data: { action: string; target: string }[] }>(
      '/audit-entries?limit=100',
    );
    expect(data.filter(({ action }) => action === 'policy.simulate').length).toBeGreaterThan(3);
  });
});
