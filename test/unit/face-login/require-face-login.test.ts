import { describe, expect, it } from 'vitest';
import { requireFaceLogin, type SignedIn } from '../../../lambda/face-login/require-face-login.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryFaceLogins } from '../../support/lambda/in-memory-face-logins.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const USER = { tenant: TENANT, userId: 'user-1' };

async function aGate(mode: 'off' | 'second_factor' | 'only_factor' = 'second_factor') {
  const { emit, metrics } = recordedMetrics();
  const logins = new InMemoryFaceLogins();
  await logins.record({
    tenant: TENANT,
    session_id: 'vs_1',
    user_id: 'user-1',
    passed_at: NOON.toISOString(),
    expires_at: minutesAfter(5).toISOString(),
  });
  const admit = (changes: Partial<SignedIn> = {}) =>
    requireFaceLogin(
      { user: USER, groups: [], isRefresh: false, sessionId: 'vs_1', ...changes },
      { modes: mode === 'off' ? {} : { [TENANT]: mode }, logins, clock: () => NOON, emit },
    );
  return { admit, metrics };
}

describe('requiring the face before tokens', () => {
  it('lets a user in who has passed a challenge, once', async () => {
    const { admit, metrics } = await aGate();
    await admit();
    expect(metrics).toEqual([]);
    await expect(admit()).rejects.toThrow(/CUSTOM_AUTH/);
    expect(metrics).toEqual([{ name: 'FaceLogin', value: 1, dimensions: { Result: 'missing' } }]);
  });

  it.each([
    ['without a session', { sessionId: undefined }],
    ['with the session of nobody', { sessionId: 'vs_2' }],
    ['with the session of another user', { user: { ...USER, userId: 'user-2' } }],
  ])('refuses a sign-in %s, whatever else it had', async (_which, changes) => {
    for (const mode of ['second_factor', 'only_factor'] as const) {
      const { admit } = await aGate(mode);
      await expect(admit(changes)).rejects.toMatchObject({ name: 'FaceRequired' });
    }
  });

  it.each([
    ['users of other tenants', 'off', {}],
    ['operators, who enroll no face', 'second_factor', { groups: ['viewers'] }],
    ['a refresh token', 'second_factor', { isRefresh: true }],
    ['a user without a tenant, whose token is good for nothing', 'second_factor', { user: undefined }],
  ] as const)('asks nothing of %s', async (_whom, mode, changes) => {
    const { admit } = await aGate(mode);
    await admit({ sessionId: undefined, ...changes });
  });
});
