import { describe, expect, it } from 'vitest';
import { erasureView } from '../../../lambda/erasure/contract.ts';
import { STORE_NAMES } from '../../../lambda/erasure/domain/stores.ts';
import { getErasure } from '../../../lambda/erasure/get-erasure.ts';
import { anErasure } from '../../support/lambda/an-erasure.ts';
import { anOperator, minutesAfter, NOON } from '../../support/lambda/builders.ts';

const get = (erasure: ReturnType<typeof anErasure> | undefined, userId = 'ann') =>
  getErasure(anOperator(), userId, 'era_1', {
    erasures: { get: async () => erasure },
    subjectHash: async (_tenant, user) => `hash of ${user}`,
  });

describe('an erasure that is read', () => {
  it('has a step for each store, and lists those that have not confirmed', async () => {
    const checked_at = NOON.toISOString();
    const view = await get(
      anErasure({
        stores: {
          faces: { removed: 2, left: 0, checked_at },
          replicas: { removed: 0, left: 1, checked_at },
          evidence: { removed: 0, left: 0, checked_at, problem: 'ServiceUnavailable' },
        },
      }),
    );
    expect(erasureView.parse(view)).toEqual(view);
    expect(view.steps.map(({ store }) => store)).toEqual(STORE_NAMES);
    const stateOf = (name: string) => view.steps.find(({ store }) => store === name)?.state;
    expect(['faces', 'replicas', 'evidence', 'user_rows'].map(stateOf)).toEqual([
      'confirmed',
      'unconfirmed',
      'unconfirmed',
      'pending',
    ]);
    expect(view.unconfirmed).not.toContain('faces');
    expect(view.due_at).toBe(minutesAfter(30 * 24 * 60).toISOString());
    expect(JSON.stringify(view)).not.toContain('ann');
  });

  it('is not found for another user, nor if there is none', async () => {
    await expect(get(anErasure(), 'bob')).rejects.toMatchObject({ code: 'not_found' });
    await expect(get(undefined)).rejects.toMatchObject({ code: 'not_found' });
  });
});
