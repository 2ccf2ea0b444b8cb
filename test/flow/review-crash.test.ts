import { aColorPhoto } from '@face-idv/local-rekognition/testing/color-engine';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { photoCamera } from '../../local/demo/camera.ts';
import { registerPerson } from '../../local/demo/register-person.ts';
import type { StepReporter } from '../../local/demo/step-reporter.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { type KillableCloud, startKillableCloud } from '../support/killable-cloud.ts';
import type { CaseView } from '../support/review-cases.ts';

const SILENT: StepReporter = { report: () => {}, run: async (_name, work) => (await work()).value };
/** A message that a killed function held is delivered again after a minute. */
const WITHIN = { timeout: 120_000, interval: 500 };
/** A decision is written by then, and all that follows from it is not done. */
const LONGEST_LIFE_MS = 50;

let cloud: KillableCloud;
beforeAll(async () => {
  cloud = await startKillableCloud();
});
afterAll(() => cloud.close());

/** Registers the one face of this test for a user. @param shot number of the picture */
async function registered(userId: string, shot: number): Promise<Report> {
  const { backend, operator } = await cloud.callers();
  // a camera never takes the same picture twice: a dot beside the face is elsewhere in each
  const dot = { create: { width: 16, height: 16, channels: 3 as const, background: '#888' } };
  const bytes = await sharp(await aColorPhoto(1))
    .composite([{ input: dot, left: 32 * shot, top: 16 }])
    .jpeg({ quality: 95 })
    .toBuffer();
  const photo = { name: userId, bytes, contentType: 'image/jpeg' } as const;
  const request = {
    selfie: photo,
    document: photo,
    userId,
    sensitivity: 'regular',
    judge: 'protocol',
  } as const;
  return registerPerson({ person: backend, operator, camera: photoCamera(cloud.endpoint) }, request, SILENT);
}

it('runs a registration again whose decision was written just before the process was killed', async () => {
  for (const [twin, finding, ends] of [
    ['bob', 'allow_pair', 'approved'],
    ['cid', 'same_person', 'declined'],
  ] as const) {
    if (twin === 'bob') expect((await registered('ann', 1)).status).toBe('approved');
    const held = await registered(twin, twin === 'bob' ? 2 : 3);
    expect(held.status).toBe('in_review');
    const { operator } = await cloud.callers();
    const waiting = async () =>
      (await operator.get<{ data: CaseView[] }>('/review-cases?status=open')).data.find(
        ({ session }) => session?.id === held.id,
      );
    await expect.poll(waiting, WITHIN).toBeDefined();
    const opened = (await waiting()) as CaseView;
    const { revision } = await operator.post<CaseView>(`/review-cases/${opened.id}/assign`, {});
    await operator.post(`/review-cases/${opened.id}/decision`, { revision, finding });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_LIFE_MS));
    await cloud.kill();
    await cloud.start();
    const after = (await cloud.callers()).operator;
    const report = () => after.get<Report>(`/verification-sessions/${held.id}/report`);
    await expect.poll(async () => (await report()).status, WITHIN).toBe(ends);
    expect(await after.get<CaseView>(`/review-cases/${opened.id}`)).toMatchObject({ status: 'decided' });
  }
}, 240_000);
