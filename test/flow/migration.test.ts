import { expect, it } from 'vitest';
import { withFlowStack } from '../support/flow-stack.ts';
import { aStranger, identityCardOf, portraitOf, selfieOf } from '../support/photos.ts';
import {
  aUserId,
  authenticate,
  enrolledFaces,
  register,
  registerPersonNamed,
} from '../support/registrations.ts';
import { storedFaces } from '../support/rekognition-admin.ts';

const LONGEST_MIGRATION_MS = 60_000;

interface MigrationView {
  readonly id: string;
  readonly status: string;
  readonly counts: { readonly indexed: number; readonly present: number; readonly failed: number };
}

const flow = withFlowStack();

const generationOf = ({ collection_id }: { readonly collection_id: string }) =>
  collection_id.split('.').at(-2);

async function reached(id: string, status: string): Promise<MigrationView> {
  const until = Date.now() + LONGEST_MIGRATION_MS;
  for (;;) {
    const migration = await flow.operator.get<MigrationView>(`/migrations/${id}`);
    if (migration.status === status) return migration;
    if (Date.now() > until) throw new Error(`migration ${id} is ${migration.status}, and not ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it('moves faces from 4 to 8 shards while people register, authenticate and are deleted', {
  timeout: 120_000,
}, async () => {
  const franck = aUserId();
  const cage = aUserId();
  const bieber = aUserId();
  expect((await registerPersonNamed(flow, 'franck', franck)).status).toBe('approved');
  expect((await registerPersonNamed(flow, 'cage', cage)).status).toBe('approved');

  const { id } = await flow.operator.post<MigrationView>('/migrations', { to: 'g2' });
  await expect(flow.operator.post('/migrations', { to: 'g2' })).rejects.toMatchObject({
    code: 'invalid_state',
  });
  await expect(flow.operator.post(`/migrations/${id}/cut-over`)).rejects.toMatchObject({
    code: 'invalid_state',
  });
  // both generations are written from now on, and the old one decides
  const [live, known] = await Promise.all([
    registerPersonNamed(flow, 'bieber', bieber),
    authenticate(flow, franck, await portraitOf('franck')),
  ]);
  expect([live.status, known.status]).toEqual(['approved', 'approved']);
  const ready = await reached(id, 'ready');
  expect(ready.counts).toEqual({ indexed: 0, present: 3, failed: 0 });
  for (const user of [franck, cage, bieber])
    expect((await enrolledFaces(flow, user)).map(generationOf).sort()).toEqual(['g1', 'g2']);

  const [face] = await enrolledFaces(flow, cage);
  await flow.operator.delete(`/users/${cage}/faces/${face?.face_id}`);
  expect(await enrolledFaces(flow, cage)).toEqual([]);

  expect(await flow.operator.post(`/migrations/${id}/cut-over`)).toMatchObject({ status: 'cut_over' });
  expect((await authenticate(flow, bieber, await portraitOf('bieber'))).status).toBe('approved');
  expect((await authenticate(flow, bieber, await aStranger())).status).toBe('declined');
  const twice = await register(flow, {
    selfie: await selfieOf('franck'),
    document: await identityCardOf('franck'),
  });
  expect(twice.status).toBe('declined');

  await flow.operator.post(`/migrations/${id}/drain`);
  await reached(id, 'drained');
  const mapped = [...(await enrolledFaces(flow, franck)), ...(await enrolledFaces(flow, bieber))];
  expect(mapped.map(generationOf)).toEqual(['g2', 'g2']);
  expect((await storedFaces(flow.stack)).map(({ faceId }) => faceId).sort()).toEqual(
    mapped.map(({ face_id }) => face_id).sort(),
  );
  expect((await authenticate(flow, franck, await portraitOf('franck'))).status).toBe('approved');
  expect(await flow.operator.get('/migrations')).toMatchObject({ data: [{ id, status: 'drained' }] });
});
