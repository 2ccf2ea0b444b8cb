import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ErasureView } from '../../lambda/erasure/contract.ts';
import { photoCamera } from '../../local/demo/camera.ts';
import { registerPerson } from '../../local/demo/register-person.ts';
import type { StepReporter } from '../../local/demo/step-reporter.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { type KillableCloud, outputOf, startKillableCloud } from '../support/killable-cloud.ts';
import { collectionsWithUser, objectsWith, rowsWith, verifiedReceipt } from '../support/left-of-user.ts';
import type { Place } from '../support/local-client.ts';
import { aUserId } from '../support/registrations.ts';
import { injectFaults, setLatencies, storedFaces } from '../support/rekognition-admin.ts';

const SECOND = 'eu-central-1';
/** Longer than a function that is not killed takes here: what a killed one held is delivered again. */
const REDELIVERY_SECONDS = 15;
const SILENT: StepReporter = { report: () => {}, run: async (_name, work) => (await work()).value };
const WITHIN = { timeout: 120_000, interval: 500 };
/** Often enough to see a step before the next one has ended. */
const AT_ONCE = { timeout: 120_000, interval: 20 };
/** Time in which a deletion is done and its caller does not know. */
const UNTOLD_MS = 3_000;

let cloud: KillableCloud;
beforeAll(async () => {
  cloud = await startKillableCloud({
    context: { 'second-region': SECOND },
    faces: 'photos',
    shortened: { logicalIds: /^Erasures/, seconds: REDELIVERY_SECONDS },
  });
});
afterAll(() => cloud.close());

async function registered(userId: string): Promise<Report> {
  const { backend, operator } = await cloud.callers();
  const photo = (name: string, bytes: Buffer) => ({ name, bytes, contentType: 'image/jpeg' as const });
  return registerPerson(
    { person: backend, operator, camera: photoCamera(cloud.endpoint) },
    {
      selfie: photo('selfie', await selfieOf('franck')),
      document: photo('document', await identityCardOf('franck')),
      ...{ userId, sensitivity: 'regular', judge: 'protocol' },
    },
    SILENT,
  );
}

/** Kills the process as soon as something is so, and starts it again: faults are forgotten by then. */
async function killOnce(isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo, AT_ONCE).toBe(true);
  await cloud.kill();
  await cloud.start();
}

/** Has the second region fail whatever changes it; the test still looks at it. */
const takeDown = (place: Place) =>
  injectFaults(
    place,
    ['IndexFaces', 'DeleteFaces', 'SearchFacesByImage'].map((operation) => ({
      operation,
      error: 'InternalServerError',
    })),
    SECOND,
  );

const stepOf = ({ steps }: ErasureView, name: string) => steps.find(({ store }) => store === name)?.state;

it('leaves nothing of a user, though killed in four steps and with the second region down', async () => {
  const userId = aUserId();
  const { id: sessionId, status } = await registered(userId);
  expect(status).toBe('approved');
  const current = await cloud.status();
  const place: Place = { endpoint: cloud.endpoint, region: current.region };
  const faces = async (region?: string) => (await storedFaces(place, region)).length;
  await expect.poll(() => faces(SECOND), WITHIN).toBe(1);
  const { operator } = await cloud.callers();
  const { data } = await operator.get<{ data: { image_id: string }[] }>(`/users/${userId}/faces`);
  const imageId = data[0]?.image_id ?? '';
  const evidence = () => objectsWith(place, [sessionId]);
  const rows = () => rowsWith(place, [sessionId]);
  const allEvidence = (await evidence()).length;
  expect(await objectsWith(place, [imageId])).not.toEqual([]);

  await takeDown(place);
  await setLatencies(place, { DeleteFaces: UNTOLD_MS });
  const path = `/users/${userId}/erasure-requests`;
  const { id } = await operator.post<ErasureView>(path, undefined, 'asked for it');
  const view = async () => (await cloud.callers()).operator.get<ErasureView>(`${path}/${id}`);
  const killDuring = async (hasBegun: () => Promise<boolean>) => {
    await killOnce(hasBegun);
    await takeDown(place);
    expect(await view()).toMatchObject({ state: 'running', receipt: null });
  };
  await killDuring(async () => (await faces()) === 0);
  await killDuring(async () => (await evidence()).length < allEvidence);
  const leftRows = (await rows()).length;
  await killDuring(
    async () => (await rows()).length < leftRows || stepOf(await view(), 'session_rows') === 'confirmed',
  );

  // the image stays, since by it a face is found whose id is lost
  await vi.waitFor(async () => {
    const { state, receipt, unconfirmed } = await view();
    expect({ state, receipt, unconfirmed }).toEqual({
      ...{ state: 'running', receipt: null },
      unconfirmed: ['replicas', 'enrolled_images'],
    });
  }, WITHIN);
  expect(await faces(SECOND)).toBe(1);
  expect(await objectsWith(place, [imageId])).not.toEqual([]);

  await setLatencies(place, { DeleteFaces: UNTOLD_MS }, SECOND);
  await injectFaults(place, [], SECOND);
  await killOnce(async () => (await faces(SECOND)) === 0);
  await vi.waitFor(async () => expect(await view()).toMatchObject({ state: 'completed' }), WITHIN);

  const { receipt, unconfirmed } = await view();
  expect(unconfirmed).toEqual([]);
  expect(await rowsWith(place, [userId, imageId])).toEqual([]);
  // the chain of decisions keeps the session's id, and names the user by a keyed hash
  expect((await rows()).filter((row) => !row.includes('Ledger'))).toEqual([]);
  expect(await objectsWith(place, [userId, sessionId, imageId])).toEqual([]);
  for (const region of [place.region, SECOND]) expect(await faces(region)).toBe(0);
  expect(await collectionsWithUser(place, userId)).toEqual([]);
  const payload = await verifiedReceipt(outputOf(current, /ApiUrl$/), receipt);
  expect(payload).toMatchObject({ cause: 'operator', held_entries: 0 });
  const { data: erasures } = await (await cloud.callers()).operator.get<{ data: ErasureView[] }>(path);
  expect(erasures).toMatchObject([{ id, state: 'completed' }]);
}, 600_000);
