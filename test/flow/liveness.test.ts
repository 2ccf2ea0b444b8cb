import { aPhotoWithoutFace, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeEach, describe, expect, it } from 'vitest';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId } from '../support/registrations.ts';

interface LivenessSession {
  readonly liveness_session_id: string;
  readonly expires_at: string;
  readonly credentials: { readonly session_token: string };
}

describe('liveness over HTTP', () => {
  const flow = withSharedFlowStack();
  let session: string;

  /** `null` leaves the user to the token. */
  const createSession = async (api = flow.backend, userId: string | null = aUserId()) => {
    const created = await api.post<{ id: string }>('/verification-sessions', {
      type: 'registration',
      consent: { given: true, notice_version: '2026-01' },
      ...(userId ? { user_id: userId } : {}),
    });
    return `/verification-sessions/${created.id}`;
  };
  const createLiveness = (path: string, api = flow.backend) =>
    api.post<LivenessSession>(`${path}/liveness-sessions`);
  const complete = (path: string, { liveness_session_id }: LivenessSession, api = flow.backend) =>
    api.post<{ passed: boolean; attempts_remaining: number }>(
      `${path}/liveness-sessions/${liveness_session_id}/complete`,
    );
  const record = async ({ liveness_session_id }: LivenessSession, photo: Buffer, query = '') => {
    const url = `${flow.stack.endpoint}/_local/rekognition/liveness-sessions/${liveness_session_id}/recording${query}`;
    const response = await fetch(url, {
      method: 'PUT',
      body: new Uint8Array(photo),
      headers: { 'content-type': 'image/jpeg' },
    });
    expect(response.status).toBe(200);
  };

  beforeEach(async () => {
    session = await createSession();
  });

  it('passes with a person in front of the camera, and tells no score', async () => {
    const liveness = await createLiveness(session);
    await record(liveness, await selfieOf('franck'));
    const result = await complete(session, liveness);
    expect(result.passed).toBe(true);
    expect(JSON.stringify(result)).not.toMatch(/confidence|score|\d{2}\.\d/i);
  });

  it('is refused to an outdated app, whose person loses no attempt and passes with the updated one', async () => {
    await expect(
      flow.backend.post(`${session}/liveness-sessions`, {
        challenge_versions: { FaceMovementAndLightChallenge: '0.9.0' },
      }),
    ).rejects.toMatchObject({ status: 409, code: 'upgrade_required' });
    const outdated = await createLiveness(session);
    await record(outdated, await selfieOf('franck'), '?challenge-version=0.9.0&sdk-type=iOS');
    expect(await complete(session, outdated)).toEqual({
      passed: false,
      feedback: [],
      attempts_remaining: 5,
      status: 'requires_input',
      user_message_key: 'upgrade_required',
      retryable: true,
    });
    const updated = await createLiveness(session);
    await record(updated, await selfieOf('franck'), '?sdk-type=iOS');
    expect(await complete(session, updated)).toMatchObject({ passed: true });
    const report = await flow.operator.get<{ liveness_sessions: readonly object[] }>(`${session}/report`);
    expect(report.liveness_sessions).toMatchObject(
      ['0.9.0', '2.0.0'].map((version) => ({
        taken_challenge: { type: 'FaceMovementAndLightChallenge', version, sdk_type: 'iOS' },
      })),
    );
  });

  it('is refused when it was not taken', async () => {
    const liveness = await createLiveness(session);
    await expect(complete(session, liveness)).rejects.toMatchObject({
      status: 409,
      code: 'liveness_not_taken',
    });
  });

  it('costs an attempt when nobody is there, and the session cannot be submitted', async () => {
    const liveness = await createLiveness(session);
    await record(liveness, await aPhotoWithoutFace());
    const result = await complete(session, liveness);
    expect(result.passed).toBe(false);
    await expect(flow.backend.post(`${session}/submit`)).rejects.toMatchObject({
      status: 409,
      code: 'requirements_missing',
    });
    const view = await flow.backend.get<{ attempts_remaining: number }>(session);
    expect(view.attempts_remaining).toBe(result.attempts_remaining);
  });

  it('is used once', async () => {
    const liveness = await createLiveness(session);
    await record(liveness, await selfieOf('franck'));
    await complete(session, liveness);
    await expect(complete(session, liveness)).rejects.toMatchObject({ status: 409 });
  });

  it("is refused for another session, although it is the same user's", async () => {
    const userId = aUserId();
    const [mine, other] = [
      await createSession(flow.backend, userId),
      await createSession(flow.backend, userId),
    ];
    const liveness = await createLiveness(mine);
    await record(liveness, await selfieOf('franck'));
    await expect(complete(other, liveness)).rejects.toMatchObject({ status: 404 });
  });

  it('is refused when another user took it', async () => {
    const liveness = await createLiveness(session);
    await record(liveness, await selfieOf('franck'));
    const ofSam = await createSession(flow.sam, null);
    await expect(complete(ofSam, liveness, flow.sam)).rejects.toMatchObject({ status: 404 });
    await expect(complete(session, liveness, flow.sam)).rejects.toMatchObject({ status: 404 });
  });

  it('locks a user out after five failures, also of a check that was prepared before', async () => {
    const userId = aUserId();
    const failing = await createSession(flow.backend, userId);
    const prepared = await createSession(flow.backend, userId);
    const opened = await createSession(flow.backend, userId);
    const kept = await createLiveness(prepared);
    await record(kept, await selfieOf('franck'));
    for (const left of [4, 3, 2, 1, 0]) {
      const liveness = await createLiveness(failing);
      await record(liveness, await aPhotoWithoutFace());
      expect((await complete(failing, liveness)).attempts_remaining).toBe(left);
    }
    const lockedOut = { status: 429, code: 'liveness_locked_out' };
    await expect(complete(prepared, kept)).rejects.toMatchObject(lockedOut);
    await expect(createLiveness(opened)).rejects.toMatchObject(lockedOut);
    await expect(createSession(flow.backend, userId)).rejects.toMatchObject(lockedOut);
    expect(await flow.operator.get(`/users/${userId}/lockout`)).toMatchObject({
      state: 'timed_out',
      timeouts: 1,
    });
  });

  it('lets a user open five sessions at once, and one more once one is canceled', async () => {
    const userId = aUserId();
    const burst = await Promise.allSettled(
      Array.from({ length: 12 }, () => createSession(flow.backend, userId)),
    );
    const opened = burst.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(opened).toHaveLength(5);
    for (const result of burst)
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ status: 429, code: 'too_many_open_sessions' });
    await flow.backend.post(`${opened[2]}/cancel`);
    await expect(createSession(flow.backend, userId)).resolves.toBeDefined();
  });
});
