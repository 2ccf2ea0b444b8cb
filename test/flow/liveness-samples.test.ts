import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it } from 'vitest';
import type { VerificationApi } from '../../local/demo/verification-api.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { withPolicyChange } from '../support/policy-change.ts';
import { aUserId, authenticate, registerPersonNamed } from '../support/registrations.ts';
import { type CaseView, caseOf, decideCaseOf } from '../support/review-cases.ts';

interface SampledCase extends CaseView {
  readonly liveness_check: {
    readonly id: string;
    readonly confidence: number;
    readonly min_confidence: number;
    readonly challenge: { readonly type: string; readonly version: string };
  };
  readonly images: readonly { readonly id: string; readonly kind: string }[];
}

interface Label {
  readonly session_id: string;
  readonly label: string;
}

const labelsOf = async (reader: VerificationApi, query = ''): Promise<readonly Label[]> =>
  (await reader.get<{ data: Label[] }>(`/liveness-labels${query}`)).data;

describe('passed liveness checks, where every one is sampled', () => {
  const flow = withSharedFlowStack();
  withPolicyChange(flow, { sampling: { share_percent: 100 } });

  it('become cases about their audit images, which no session waits for', async () => {
    const user = aUserId();
    const registered = await registerPersonNamed(flow, 'franck', user);
    expect(registered.status).toBe('approved');
    const login = await authenticate(flow, user, await selfieOf('franck'), 'capture');
    expect(login.status).toBe('approved');
    for (const { id } of [registered, login]) {
      const before = await flow.backend.get(`/verification-sessions/${id}`);
      const opened = await caseOf(flow, id, 'sampled');
      expect(opened).toMatchObject({
        session: { id, run: 1 },
        possible_findings: ['genuine', 'spoof', 'unclear'],
        liveness_check: {
          confidence: expect.any(Number),
          min_confidence: 80,
          challenge: { type: 'FaceMovementAndLightChallenge', version: '2.0.0' },
        },
      });
      const detail = await flow.reviewer.get<SampledCase>(`/review-cases/${opened.id}`);
      const [first, ...audited] = detail.images.map(({ kind }) => kind);
      expect(first).toBe('selfie');
      // a photo that stands in for the camera has no frames, unless it is judged like a live capture
      expect(new Set(audited)).toEqual(new Set(id === login.id ? ['audit_image'] : []));
      const image = `/review-cases/${opened.id}/image-views/${detail.images.at(-1)?.id}`;
      const { url } = await flow.reviewer.post<{ url: string }>(image, undefined, 'sample of today');
      expect((await fetch(url)).headers.get('content-type')).toMatch(/^image\//);
      expect(await decideCaseOf(flow, id, 'sampled', 'genuine')).toMatchObject({ status: 'decided' });
      expect(await flow.backend.get(`/verification-sessions/${id}`)).toEqual(before);
    }
    for (const reader of [flow.viewer, flow.backend]) {
      const [latest, first] = await labelsOf(reader);
      expect([latest?.session_id, first?.session_id]).toEqual([login.id, registered.id]);
      expect(first).toMatchObject({
        label: 'genuine',
        confidence: expect.any(Number),
        min_confidence: 80,
        policy_version: expect.any(String),
        challenge: { version: '2.0.0' },
        sampled_percent: 100,
      });
      expect(JSON.stringify(first)).not.toContain(user);
    }
    await expect(labelsOf(flow.sam)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('lose their labels when their cases are reopened, and get others', async () => {
    const { id } = await registerPersonNamed(flow, 'cage');
    const decided = await decideCaseOf(flow, id, 'sampled', 'spoof');
    const labels = async () =>
      (await labelsOf(flow.operator)).filter(({ session_id }) => session_id === id).map(({ label }) => label);
    expect(await labels()).toEqual(['spoof']);
    await flow.operator.post(`/review-cases/${decided.id}/reopen`, undefined, 'second look');
    expect(await labels()).toEqual([]);
    await decideCaseOf(flow, id, 'sampled', 'unclear');
    expect(await labels()).toEqual(['unclear']);
  });

  it('are found by the time of the sample', async () => {
    const before = new Date(Date.now() + 60_000).toISOString();
    expect((await labelsOf(flow.operator, `?to=${before}&limit=1`)).length).toBe(1);
    expect(await labelsOf(flow.operator, `?from=${before}`)).toEqual([]);
  });
});
