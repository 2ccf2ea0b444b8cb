import { randomUUID } from 'node:crypto';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { afterEach, describe, expect, it } from 'vitest';
import { type LivenessCheck, photoCamera } from '../../local/demo/camera.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId, authenticate, registerPersonNamed } from '../support/registrations.ts';
import { setLatencies } from '../support/rekognition-admin.ts';

/** Longer than any client waits. */
const HANG_MS = 40_000;
/**
 * API Gateway gives up after 29 s. The functions answer after 9.5 s, which a unit test holds, and a busy
 * machine takes longer.
 */
const ANSWERED_WITHIN_MS = 25_000;

interface Session {
  readonly id: string;
  readonly status: string;
}

describe('a Rekognition that hangs', () => {
  const flow = withSharedFlowStack();
  afterEach(async () => {
    await setLatencies(flow.stack, {});
    await forgetEverybody(flow);
  });

  /** Sends a POST as a backend, and measures how long its answer takes. */
  async function post(path: string, key: string = randomUUID()) {
    const startedAt = performance.now();
    const response = await fetch(`${flow.stack.apiUrl}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await flow.stack.tokens.backend()}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
    });
    const { code, status } = (await response.json()) as { readonly code?: string; readonly status?: unknown };
    const tookMs = performance.now() - startedAt;
    return { http: response.status, code, status, retryAfter: response.headers.get('retry-after'), tookMs };
  }

  const begin = (type: 'registration' | 'authentication', userId: string) =>
    flow.backend.post<Session>('/verification-sessions', {
      type,
      user_id: userId,
      consent: { given: true, notice_version: '2026-01' },
    });

  it('is answered 503 with Retry-After before API Gateway gives up when a liveness check is created', async () => {
    const { id } = await begin('registration', aUserId());
    const path = `/verification-sessions/${id}/liveness-sessions`;
    await setLatencies(flow.stack, { CreateFaceLivenessSession: HANG_MS });
    const key = randomUUID();
    const refused = await post(path, key);
    expect(refused).toMatchObject({ http: 503, code: 'upstream_throttled', retryAfter: '5' });
    expect(refused.tookMs).toBeLessThan(ANSWERED_WITHIN_MS);
    await setLatencies(flow.stack, {});
    expect(await post(path, key)).toMatchObject({ http: 201 });
  });

  it.each(['DetectFaces', 'SearchFacesByImage'])(
    'is answered so at a login when %s hangs, which is decided when it is submitted again',
    async (operation) => {
      const userId = aUserId();
      const selfie = await selfieOf('franck');
      expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
      const { id } = await begin('authentication', userId);
      const path = `/verification-sessions/${id}`;
      const liveness = await flow.backend.post<LivenessCheck>(`${path}/liveness-sessions`);
      const photo = { name: 'selfie', bytes: selfie, contentType: 'image/jpeg' } as const;
      await photoCamera(flow.stack.endpoint)(liveness, photo, 'protocol');
      await flow.backend.post(`${path}/liveness-sessions/${liveness.liveness_session_id}/complete`);
      await setLatencies(flow.stack, { [operation]: HANG_MS });
      const key = randomUUID();
      const refused = await post(`${path}/submit`, key);
      expect(refused).toMatchObject({ http: 503, code: 'upstream_throttled', retryAfter: '5' });
      expect(refused.tookMs).toBeLessThan(ANSWERED_WITHIN_MS);
      await setLatencies(flow.stack, {});
      expect(await post(`${path}/submit`, key)).toMatchObject({ http: 202, status: 'approved' });
      expect((await authenticate(flow, userId, selfie)).status).toBe('approved');
    },
  );
});
