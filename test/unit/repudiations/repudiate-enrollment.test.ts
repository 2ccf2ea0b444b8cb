import { describe, expect, it } from 'vitest';
import { repudiateEnrollment } from '../../../lambda/repudiations/repudiate-enrollment.ts';
import { aRepudiation } from '../../support/lambda/a-repudiation.ts';
import { aMapping, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';

const USER = { kind: 'user', id: 'user-1' } as const;

describe('an enrollment that is denied', () => {
  it('freezes the user and opens one case about the newest enrollment', async () => {
    const { dependencies, cases, lockouts, results, mappings, time } = aRepudiation();
    const newer = { face_id: 'face-2', session_id: 'vs_2', created_at: minutesAfter(1).toISOString() };
    mappings.mappings.set('face-2', aMapping(newer));
    expect(await repudiateEnrollment(TENANT, 'user-1', dependencies)).toEqual({ status: 'frozen' });
    time.minutes = 10;
    await repudiateEnrollment(TENANT, 'user-1', dependencies);
    expect((await lockouts.read(TENANT, USER)).frozen).toEqual({
      at: NOON.toISOString(),
      reason: 'repudiated',
      session_id: 'vs_2',
    });
    expect(cases.cases).toMatchObject([
      { reason: 'repudiated', status: 'open', session: { id: 'vs_2', user_id: 'user-1' } },
    ]);
    expect(results()).toEqual(['frozen', 'repeated']);
  });

  it('opens the case that a crash has left out, when it is repeated', async () => {
    const { dependencies, cases } = aRepudiation();
    const broken = { ...cases, open: async () => Promise.reject(new Error('no answer')) };
    const failing = { ...dependencies, cases: Object.assign(Object.create(cases), broken) };
    await expect(repudiateEnrollment(TENANT, 'user-1', failing)).rejects.toThrow('no answer');
    await repudiateEnrollment(TENANT, 'user-1', dependencies);
    expect(cases.cases).toHaveLength(1);
  });

  it('freezes a user who has no face yet, without a case', async () => {
    const { dependencies, cases, lockouts } = aRepudiation();
    await repudiateEnrollment(TENANT, 'new', dependencies);
    expect((await lockouts.read(TENANT, { kind: 'user', id: 'new' })).frozen).toBeDefined();
    expect(cases.cases).toEqual([]);
  });
});
