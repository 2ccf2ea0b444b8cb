import { portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeAll, describe, expect, it } from 'vitest';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import {
  aUserId,
  authenticate,
  enrolledFaces,
  prepare,
  registerPersonNamed,
} from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls } from '../support/rekognition-admin.ts';

describe('an authentication over HTTP', () => {
  const flow = withSharedFlowStack();
  const franck = aUserId();
  const cage = aUserId();

  beforeAll(async () => {
    expect((await registerPersonNamed(flow, 'franck', franck)).status).toBe('approved');
    expect((await registerPersonNamed(flow, 'cage', cage)).status).toBe('approved');
  });

  it('lets the user in from another photo, with one search of the own shard', async () => {
    await resetRekognitionCalls(flow.stack);
    const report = await authenticate(flow, franck, await portraitOf('franck'));
    expect(report.decision).toMatchObject({ outcome: 'approved', reason_codes: [] });
    // the own shard, and the watchlist of the tenant
    expect(await rekognitionCalls(flow.stack)).toMatchObject({ SearchFacesByImage: 2, DetectFaces: 1 });
    expect((await rekognitionCalls(flow.stack)).IndexFaces).toBeUndefined();
  });

  it('refuses an impostor, another customer, and a user whose face was deleted; all alike to the client', async () => {
    const gone = aUserId();
    expect((await registerPersonNamed(flow, 'bieber', gone)).status).toBe('approved');
    const submit = await prepare(flow, gone, await selfieOf('bieber'));
    for (const { face_id } of await enrolledFaces(flow, gone))
      await flow.operator.delete(`/users/${gone}/faces/${face_id}`, 'a test');
    const attempts = [
      {
        who: 'another customer',
        report: await authenticate(flow, franck, await selfieOf('cage')),
        reason: 'face_not_recognized',
      },
      {
        who: 'a stranger',
        report: await authenticate(flow, cage, await selfieOf('bieber')),
        reason: 'face_not_recognized',
      },
      {
        who: 'a user who is not enrolled any more',
        report: await submit(),
        reason: 'user_not_enrolled',
      },
    ];
    const views = [];
    for (const { who, report, reason } of attempts) {
      expect(report.decision, who).toMatchObject({ outcome: 'declined', reason_codes: [reason] });
      const view = await flow.backend.get<Record<string, unknown>>(`/verification-sessions/${report.id}`);
      const { id: _id, user_id: _user, created_at: _created, expires_at: _expires, ...rest } = view;
      views.push(rest);
    }
    expect(views[1]).toEqual(views[0]);
    expect(views[2]).toEqual(views[0]);
  });

  it('refuses a user who is not enrolled before any call, and locks them out after as many attempts', async () => {
    const answersFor = async (userId: string) => {
      const unlock = async () => {
        for (const subject of [`users/${userId}`, `devices/phone-of-${userId}`])
          await flow.operator.delete(`/${subject}/lockout`, 'test');
      };
      await unlock();
      const answers = [];
      for (let attempt = 1; attempt <= 6; attempt += 1) {
        const answer = await authenticate(flow, userId, await selfieOf('bieber')).then(
          ({ status }): unknown => ({ status }),
          ({ status, code }: { readonly status: number; readonly code: string }) => ({ status, code }),
        );
        answers.push(answer);
      }
      await unlock();
      return answers;
    };
    const declined = { status: 'declined' };
    const known = [...Array(5).fill(declined), { status: 429, code: 'liveness_locked_out' }];
    expect(await answersFor(franck)).toEqual(known);
    await resetRekognitionCalls(flow.stack);
    const unknown = [
      ...Array(5).fill({ status: 409, code: 'user_not_enrolled' }),
      { status: 429, code: 'liveness_locked_out' },
    ];
    expect(await answersFor(aUserId())).toEqual(unknown);
    // a call of the checks before may be late; without a liveness session no check of this user makes any
    expect(await rekognitionCalls(flow.stack)).not.toHaveProperty('CreateFaceLivenessSession');
  });
});
