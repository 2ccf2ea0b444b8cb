import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it } from 'vitest';
import { withFlowStack } from '../support/flow-stack.ts';
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

describe('passed liveness checks, where every one is sampled', () => {
  const flow = withFlowStack({ 'sample-share': '100' });

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
  });
});
