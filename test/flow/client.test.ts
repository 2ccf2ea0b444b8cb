import { answerOf, apiClient, awaitDecision, uploadDocument } from '@face-idv/client';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it } from 'vitest';
import { photoCamera } from '../../local/demo/camera.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId } from '../support/registrations.ts';

describe('the typed client', () => {
  const flow = withSharedFlowStack();
  const aClient = () =>
    apiClient({ apiUrl: flow.stack.apiUrl, accessToken: () => flow.stack.tokens.backend() });

  it('registers a person, from the session to the decision', async () => {
    const api = aClient();
    const userId = aUserId();
    flow.registered.add(userId);
    const selfie = await selfieOf('cage');
    const session = await answerOf(
      api.POST('/verification-sessions', {
        body: { type: 'registration', user_id: userId, consent: { given: true, notice_version: '2026-01' } },
      }),
    );
    const path = { id: session.id };
    const check = await answerOf(
      api.POST('/verification-sessions/{id}/liveness-sessions', { params: { path } }),
    );
    const { liveness_session_id } = check;
    await photoCamera(flow.stack.endpoint)(
      check,
      { name: 'selfie', bytes: selfie, contentType: 'image/jpeg' },
      'protocol',
    );
    const completed = await answerOf(
      api.POST('/verification-sessions/{id}/liveness-sessions/{liveness_session_id}/complete', {
        params: { path: { ...path, liveness_session_id } },
      }),
    );
    expect(completed.passed).toBe(true);
    const card = await identityCardOf('cage');
    await uploadDocument(api, session.id, new Blob([new Uint8Array(card)], { type: 'image/jpeg' }));
    await answerOf(api.POST('/verification-sessions/{id}/submit', { params: { path } }));
    const decided = await awaitDecision(api, session.id, AbortSignal.timeout(60_000));
    expect(decided).toMatchObject({ id: session.id, status: 'approved', user_id: userId });
  });

  it('throws what the API refuses, with the code to act on', async () => {
    const params = { path: { id: 'vs_00000000000000000000000000' } };
    await expect(answerOf(aClient().GET('/verification-sessions/{id}', { params }))).rejects.toMatchObject({
      name: 'ApiProblem',
      status: 404,
      code: 'not_found',
      requestId: expect.any(String),
    });
  });
});
