import { describe, expect, it } from 'vitest';
import type { KeptChallenge } from '../../../lambda/face-login/domain/challenge.ts';
import { verifyAuthChallenge } from '../../../lambda/face-login/verify-auth-challenge.ts';
import { approval } from '../../../lambda/kernel/decision.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryFaceLogins } from '../../support/lambda/in-memory-face-logins.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const approved = aSession({ type: 'authentication', status: 'approved', decision: approval('policy', NOON) });
const FACE: KeptChallenge = {
  kind: 'face',
  verification_session_id: approved.id,
  tenant: TENANT,
  user_id: approved.user_id,
};

function aVerifier(session: VerificationSession | undefined = approved) {
  const { emit, metrics } = recordedMetrics();
  const logins = new InMemoryFaceLogins();
  const waits: number[] = [];
  const dependencies = {
    sessions: {
      get: async (tenant: string, id: string) =>
        tenant === TENANT && id === session?.id ? session : undefined,
    },
    logins,
    clock: () => NOON,
    wait: async (ms: number) => void waits.push(ms),
    emit,
  };
  const verify = (challenge: KeptChallenge, answer: string) =>
    verifyAuthChallenge(challenge, answer, dependencies);
  return { verify, logins, metrics, waits };
}

describe('verifying the answer to a challenge', () => {
  it('accepts the session that it created, once it is approved, and records the login', async () => {
    const { verify, logins, metrics } = aVerifier();
    expect(await verify(FACE, approved.id)).toBe(true);
    expect([...logins.recorded.values()]).toMatchObject([
      { session_id: approved.id, user_id: approved.user_id },
    ]);
    expect(metrics).toEqual([{ name: 'FaceLogin', value: 1, dimensions: { Result: 'passed' } }]);
  });

  it('accepts it again while Cognito repeats the call, and not once its tokens were issued', async () => {
    const { verify, logins } = aVerifier();
    await verify(FACE, approved.id);
    expect(await verify(FACE, approved.id)).toBe(true);
    await logins.spend({ tenant: TENANT, session_id: approved.id, user_id: approved.user_id }, NOON);
    expect(await verify(FACE, approved.id)).toBe(false);
  });

  it('refuses the id of another session, and a session that is not approved, and records nothing', async () => {
    const open = aVerifier(aSession({ ...approved, status: 'requires_input' }));
    expect(await open.verify(FACE, approved.id)).toBe(false);
    const { verify, logins, metrics } = aVerifier();
    expect(await verify(FACE, 'vs_other')).toBe(false);
    expect(await verify({ ...FACE, user_id: 'user-2' }, approved.id)).toBe(false);
    expect(logins.recorded.size + open.logins.recorded.size).toBe(0);
    expect(metrics).toContainEqual({ name: 'FaceLogin', value: 1, dimensions: { Result: 'failed' } });
  });

  it('refuses every answer to a decoy, in the time of a wrong one', async () => {
    const { verify, waits } = aVerifier();
    expect(await verify({ kind: 'decoy' }, approved.id)).toBe(false);
    expect(await verify(FACE, 'vs_other')).toBe(false);
    expect(new Set(waits).size).toBe(1);
  });

  it('takes consent as given only where it was given', async () => {
    const { verify, metrics } = aVerifier();
    expect(await verify({ kind: 'consent' }, 'given')).toBe(true);
    expect(await verify({ kind: 'consent' }, '')).toBe(false);
    expect(metrics).toEqual([]);
  });
});
