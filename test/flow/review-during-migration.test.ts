import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { expect, it, vi } from 'vitest';
import { withFlowStack } from '../support/flow-stack.ts';
import { aUserId, authenticate, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import { storedFaces } from '../support/rekognition-admin.ts';
import { caseOf, decideCaseOf, reportOnce } from '../support/review-cases.ts';

const WITHIN = { timeout: 60_000, interval: 500 };

const flow = withFlowStack();

const generationsOf = async (userId: string): Promise<readonly (string | undefined)[]> =>
  (await enrolledFaces(flow, userId)).map(({ collection_id }) => collection_id.split('.').at(-2)).sort();

async function reached(id: string, status: string): Promise<void> {
  await vi.waitFor(
    async () =>
      expect((await flow.operator.get<{ status: string }>(`/migrations/${id}`)).status).toBe(status),
    WITHIN,
  );
}

it('approves a twin whose case is decided while everybody moves, and keeps the pair after the move', {
  timeout: 180_000,
}, async () => {
  const [first, second] = [aUserId(), aUserId()];
  expect((await registerPersonNamed(flow, 'franck', first)).status).toBe('approved');
  const held = await registerPersonNamed(flow, 'franck', second);
  expect(held.status).toBe('in_review');
  await caseOf(flow, held.id, 'possible_duplicate');

  const { id } = await flow.operator.post<{ id: string }>('/migrations', { to: 'g2' });
  await decideCaseOf(flow, held.id, 'possible_duplicate', 'allow_pair');
  await reportOnce(flow, held.id, 'approved');
  await reached(id, 'ready');
  for (const user of [first, second]) expect(await generationsOf(user)).toEqual(['g1', 'g2']);

  // searches are repeated in the new generation, where the pair is no disagreement
  for (const user of [first, second, first])
    expect((await authenticate(flow, user, await selfieOf('franck'))).status).toBe('approved');
  const third = await registerPersonNamed(flow, 'franck');
  expect(third.status).toBe('in_review');
  await vi.waitFor(async () => {
    const { shadow_read } = await flow.operator.get<{ shadow_read: { compared: number; agreed: number } }>(
      `/migrations/${id}`,
    );
    expect(shadow_read.compared).toBeGreaterThanOrEqual(3);
    expect(shadow_read.agreed).toBe(shadow_read.compared);
  }, WITHIN);
  await flow.operator.post(`/migrations/${id}/cut-over`);
  await flow.operator.post(`/migrations/${id}/drain`);
  await reached(id, 'drained');

  for (const user of [first, second]) {
    expect(await generationsOf(user)).toEqual(['g2']);
    expect((await authenticate(flow, user, await selfieOf('franck'))).status).toBe('approved');
  }
  // a triplet, found beside both in the new generation only
  const triplet = await registerPersonNamed(flow, 'franck');
  const opened = await caseOf(flow, triplet.id, 'possible_duplicate');
  // each by the selfie and by the document
  expect(new Set(opened.matches?.map(({ user_id }) => user_id))).toEqual(new Set([first, second]));
  await decideCaseOf(flow, triplet.id, 'possible_duplicate', 'allow_pair');
  await reportOnce(flow, triplet.id, 'approved');
});

it('erases a user while everybody moves: nothing of them arrives', { timeout: 180_000 }, async () => {
  const [leaves, stays] = [aUserId(), aUserId()];
  expect((await registerPersonNamed(flow, 'cage', leaves)).status).toBe('approved');
  expect((await registerPersonNamed(flow, 'bieber', stays)).status).toBe('approved');
  const path = `/users/${leaves}/erasure-requests`;
  const [{ id: migration }, { id }] = await Promise.all([
    flow.operator.post<{ id: string }>('/migrations', { to: 'users1' }),
    flow.operator.post<{ id: string }>(path, undefined, 'a test'),
  ]);
  await reached(migration, 'ready');
  await vi.waitFor(async () => {
    expect(await flow.operator.get(`${path}/${id}`)).toMatchObject({ state: 'completed', unconfirmed: [] });
  }, WITHIN);
  expect(await enrolledFaces(flow, leaves)).toEqual([]);
  expect(await generationsOf(stays)).toEqual(['g2', 'users1']);
  const faces = await storedFaces(flow.stack);
  const mapped = await Promise.all(
    [...flow.registered].map(async (user) => (await enrolledFaces(flow, user)).map(({ face_id }) => face_id)),
  );
  expect(faces.map(({ faceId }) => faceId).sort()).toEqual(mapped.flat().sort());
});
