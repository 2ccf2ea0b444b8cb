import { describe, expect, it } from 'vitest';
import type { FaceLogins } from '../../../lambda/face-login/contract.ts';
import { createAuthChallenge } from '../../../lambda/face-login/create-auth-challenge.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { someConsents } from '../../support/lambda/a-consent.ts';
import { active } from '../../support/lambda/a-policy.ts';
import { aMapping, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const USER = { tenant: TENANT, userId: 'user-1' };
const PASSWORD = [
  { name: 'SRP_A', passed: true },
  { name: 'PASSWORD_VERIFIER', passed: true },
];
const NOTICE = { consent_notice_version: '2026-01' };

async function aWorld(modes: FaceLogins, { isEnrolled = true } = {}) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore();
  const enrollments = new InMemoryEnrollments(sessions);
  if (isEnrolled) enrollments.mappings.set('face-1', aMapping());
  const waits: number[] = [];
  let ids = 0;
  return {
    metrics,
    sessions,
    waits,
    dependencies: {
      modes,
      signer: {
        sign: async (_type: string, claims: object) => Object.values(claims).slice(2, 4).reverse().join('.'),
      },
      stage: 'test',
      sessions,
      transitions: sessions,
      ...someConsents(sessions.receipts),
      ledgers: sessions.lockouts,
      enrollments,
      mappings: enrollments,
      openSessions: sessions.openSessions,
      generations: { default: [aGeneration()], tenants: {} },
      generationsInUse: activeGenerations(),
      testMode: false,
      activePolicy: active(),
      stagePolicy: DEFAULT_POLICY,
      clock: () => NOON,
      newIdentifier: () => {
        ids += 1;
        return `vs_${ids}`;
      },
      wait: async (ms: number) => void waits.push(ms),
      emit,
    },
  };
}

describe('creating a challenge', () => {
  it('creates an authentication of the user after the password, with the consent that the app names', async () => {
    const { dependencies, sessions, metrics, waits } = await aWorld({ [TENANT]: 'second_factor' });
    const metadata = { ...NOTICE, device_id: 'phone-1' };
    const created = await createAuthChallenge({ user: USER, rounds: PASSWORD, metadata }, dependencies);
    expect(created).toEqual({
      kind: 'face',
      shown: { challenge: 'face', verification_session_id: 'vs_1', client_token: `${TENANT}.vs_1` },
      kept: { kind: 'face', verification_session_id: 'vs_1', tenant: TENANT, user_id: 'user-1' },
    });
    expect(sessions.stored(TENANT, 'vs_1')).toMatchObject({
      type: 'authentication',
      user_id: 'user-1',
      device_id: 'phone-1',
      consent: { given_at: NOON.toISOString(), notice_version: '2026-01' },
      expires_at: minutesAfter(60).toISOString(),
    });
    expect(metrics).toContainEqual({ name: 'FaceLogin', value: 1, dimensions: { Result: 'challenged' } });
    expect(waits).toEqual([]);
  });

  it('leaves out a device that is no id of one', async () => {
    const { dependencies, sessions } = await aWorld({ [TENANT]: 'second_factor' });
    const metadata = { ...NOTICE, device_id: 'a phone' };
    await createAuthChallenge({ user: USER, rounds: PASSWORD, metadata }, dependencies);
    expect(sessions.stored(TENANT, 'vs_1')).not.toHaveProperty('device_id');
  });

  it('asks anybody for consent first, if the app has not named the notice', async () => {
    for (const user of [USER, undefined])
      for (const rounds of [PASSWORD, []]) {
        const { dependencies, metrics } = await aWorld({ [TENANT]: 'only_factor' });
        expect(await createAuthChallenge({ user, rounds, metadata: {} }, dependencies)).toEqual({
          kind: 'consent',
          shown: { challenge: 'consent' },
          kept: { kind: 'consent' },
        });
        expect(metrics).toEqual([]);
      }
  });

  it.each<[string, FaceLogins, typeof USER | undefined, boolean]>([
    ['no user has the name', { [TENANT]: 'only_factor' }, undefined, true],
    ['the tenant wants the password first', { [TENANT]: 'second_factor', other: 'only_factor' }, USER, true],
    ['the tenant has no sign-in by face', { other: 'only_factor' }, USER, true],
    ['the user is not enrolled', { [TENANT]: 'only_factor' }, USER, false],
  ])('gives a decoy of the same shape where %s', async (_why, modes, user, isEnrolled) => {
    const { dependencies, metrics, waits } = await aWorld(modes, { isEnrolled });
    const decoy = await createAuthChallenge({ user, rounds: [], metadata: NOTICE }, dependencies);
    expect(decoy.kept).toEqual({ kind: 'decoy' });
    expect(metrics).toContainEqual({ name: 'FaceLogin', value: 1, dimensions: { Result: 'decoy' } });
    const real = await aWorld({ [TENANT]: 'only_factor' });
    const challenged = await createAuthChallenge(
      { user: USER, rounds: [], metadata: NOTICE },
      real.dependencies,
    );
    expect(challenged.kept.kind).toBe('face');
    expect(Object.keys(decoy.shown)).toEqual(Object.keys(challenged.shown));
    expect(decoy.shown.verification_session_id).toMatch(/^vs_/);
    // both take as long
    expect(waits).toEqual(real.waits);
    expect(waits).toHaveLength(1);
  });

  it('says why there is none to a user with the right password', async () => {
    const { dependencies } = await aWorld({ [TENANT]: 'second_factor' }, { isEnrolled: false });
    await expect(
      createAuthChallenge({ user: USER, rounds: PASSWORD, metadata: NOTICE }, dependencies),
    ).rejects.toMatchObject({ name: 'Problem', code: 'user_not_enrolled' });
  });

  it('fails where the fault is not of the user, with or without a password', async () => {
    const { dependencies } = await aWorld({ [TENANT]: 'only_factor' });
    const broken = {
      ...dependencies,
      generationsInUse: {
        get: async () => {
          throw new Error('no answer');
        },
      },
    };
    await expect(createAuthChallenge({ user: USER, rounds: [], metadata: NOTICE }, broken)).rejects.toThrow(
      'no answer',
    );
  });
});
