import { aStranger } from '@face-idv/local-rekognition/testing/photos';
import { expect, it, vi } from 'vitest';
import { lateCheckCalls, registrationCalls } from '../../../lambda/collections/domain/call-budget.ts';
import { LATE_CHECK_DELAY_SECONDS } from '../../../lambda/late-check/contract.ts';
import type { ReviewCaseDetail } from '../../../lambda/review-cases/contract.ts';
import type { ReviewCaseView } from '../../../lambda/review-cases/domain/case-view.ts';
import { composeIdentityCard } from '../../../local/demo/identity-card.ts';
import type { OwnFlowStack } from '../../support/flow-stack.ts';
import { CSV, followIndexJob, startIndexJob } from '../../support/index-jobs.ts';
import { aUserId, register } from '../../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls } from '../../support/rekognition-admin.ts';

/** What the late check of a registration finds; it puts the clock forward and back. */
export function lateCheck(flow: OwnFlowStack): void {
  it('meets the late check of a registration that could not find what was indexed beside it', async () => {
    const [older, younger] = [aUserId(), aUserId()];
    const selfie = await aStranger();
    const document = await composeIdentityCard(selfie, 'stranger');
    const registered = await register(flow, { userId: older, selfie, document });
    expect(registered.status).toBe('approved');
    // whoever has selfies judged first pays for one more call, and the late check is none of the registration
    const setup = {
      shards: 4,
      vectors: 'face',
      detectsSelfie: true,
      searchesDocument: true,
      watchlists: 1,
    } as const;
    expect(registered.billable_calls).toEqual(registrationCalls(setup, 'approved'));
    const image = [{ name: 'stranger.jpg', bytes: selfie }];
    const { id } = await startIndexJob(
      flow.operator,
      CSV,
      image,
      (prefix) => `user_id,image_key\n${younger},${prefix}stranger.jpg\n`,
    );
    expect((await followIndexJob(flow.operator, id)).counts.indexed).toBe(1);
    await resetRekognitionCalls(flow.stack);
    flow.clock.advance(LATE_CHECK_DELAY_SECONDS * 1000);
    await vi.waitFor(
      async () => {
        const { data } = await flow.operator.get<{ data: ReviewCaseView[] }>('/review-cases');
        expect(data).toMatchObject([
          { reason: 'possible_duplicate', users: [{ user_id: older }, { user_id: younger }] },
        ]);
      },
      { timeout: 60_000, interval: 500 },
    );
    const { SearchFacesByImage } = await rekognitionCalls(flow.stack);
    expect({ SearchFacesByImage }).toEqual(lateCheckCalls(setup));
    process.stdout.write(`late check: ${SearchFacesByImage} calls, after the decision\n`);
    const lockoutOf = (user: string) => flow.operator.get(`/users/${user}/lockout`);
    expect(await lockoutOf(younger)).toMatchObject({ state: 'blocked' });
    expect(await lockoutOf(older)).toMatchObject({ state: 'open' });
    const session = await flow.backend.get(`/verification-sessions/${registered.id}`);
    expect(session).toMatchObject({ status: 'approved' });

    // URLs are signed by the clock of the machine
    flow.clock.advance(-LATE_CHECK_DELAY_SECONDS * 1000);
    const { data } = await flow.viewer.get<{ data: ReviewCaseView[] }>('/review-cases?status=open');
    const path = `/review-cases/${data[0]?.id}`;
    const detail = await flow.viewer.get<ReviewCaseDetail>(path);
    expect(detail.people).toMatchObject([
      { user_id: older, faces: [{ source: 'selfie' }], reports: [{ id: registered.id }] },
      { user_id: younger, faces: [{ source: 'bulk' }], reports: [] },
    ]);
    await expect(flow.viewer.post(`${path}/assign`)).rejects.toMatchObject({ status: 403 });
    // every image is seen by a recorded view, and by no other way
    for (const { id, kind } of detail.images) {
      const viewed = `${path}/image-views/${id}`;
      await expect(flow.viewer.post(viewed, {}, 'curious')).rejects.toMatchObject({ status: 403 });
      await expect(flow.reviewer.post(viewed)).rejects.toMatchObject({ code: 'invalid_request' });
      const { url } = await flow.reviewer.post<{ url: string }>(viewed, {}, 'case of today');
      const image = Buffer.from(await (await fetch(url)).arrayBuffer());
      expect(image.subarray(0, 2).toString('hex'), kind).toBe('ffd8');
    }
    const entries = async (target: string) =>
      (await flow.viewer.get<{ data: object[] }>(`/audit-entries?target=${target}&action=image.view`)).data;
    for (const { id } of detail.images)
      expect(await entries(`${path}/image-views/${id}`)).toMatchObject([
        { reason: 'case of today', outcome: 'done' },
      ]);

    await flow.reviewer.post(`${path}/assign`);
    const decide = (finding: string) => flow.reviewer.post(`${path}/decision`, { revision: 2, finding });
    const decided = await Promise.allSettled([decide('allow_pair'), decide('allow_pair')]);
    expect(decided.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const one of decided)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409 });
    expect(await flow.viewer.get(path)).toMatchObject({ status: 'decided', revision: 3 });
    await expect(flow.reviewer.post(`${path}/reopen`, {}, 'wrong')).rejects.toMatchObject({ status: 403 });
    expect(await flow.operator.post(`${path}/reopen`, {}, 'wrong')).toMatchObject({ status: 'open' });
  });
}
