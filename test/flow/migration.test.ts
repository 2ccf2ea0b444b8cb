import { aStranger, portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeAll, expect, it, vi } from 'vitest';
import type { Report } from '../../local/demo/verify-person.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import {
  aUserId,
  authenticate,
  enrolledFaces,
  register,
  registerPersonNamed,
} from '../support/registrations.ts';
import { recreateWithModel, setFaceModelVersion, storedFacesCome } from '../support/rekognition-admin.ts';

const LONGEST_MIGRATION_MS = 60_000;
const WITHIN = { timeout: 30_000, interval: 500 };

interface MigrationView {
  readonly id: string;
  readonly status: string;
  readonly counts: { readonly indexed: number; readonly present: number; readonly failed: number };
  readonly missing: number;
  readonly cut_over_obstacles: readonly string[];
  readonly shadow_read: {
    readonly compared: number;
    readonly agreed: number;
    readonly failed: number;
    readonly counts: Readonly<Record<'same_person' | 'both_none', number>>;
  };
}

const flow = withFlowStack();
// the old generation was made before AWS had the newest face model
beforeAll(async () => {
  await recreateWithModel(flow.stack, 'g1', '6.0');
  await setFaceModelVersion(flow.stack, '7.0');
});

/** The face models that answered a search. */
const modelsOf = ({ checks }: Report, check: string) => [
  ...new Set(
    checks
      .find(({ name }) => name === check)
      ?.searched_shards?.map(({ face_model_version }) => face_model_version),
  ),
];

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

it('moves faces from 4 to 8 shards and from one face model to the next, while people come and go', {
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
  // whether the last pass has met the live one, who is in both by itself, is a matter of timing
  expect(ready.counts).toMatchObject({ indexed: 0, failed: 0 });
  for (const user of [franck, cage, bieber])
    expect((await enrolledFaces(flow, user)).map(generationOf).sort()).toEqual(['g1', 'g2']);

  // the old model decides, and what it decides is asked of the new one
  const again = await register(flow, {
    selfie: await portraitOf('franck'),
    document: await identityCardOf('franck'),
  });
  expect([again.status, modelsOf(again, 'duplicate_search')]).toEqual(['in_review', ['6.0']]);
  expect((await authenticate(flow, bieber, await portraitOf('bieber'))).status).toBe('approved');
  expect((await authenticate(flow, bieber, await aStranger())).status).toBe('declined');
  const compared = await vi.waitFor(async () => {
    const migration = await flow.operator.get<MigrationView>(`/migrations/${id}`);
    // a request from before the migration was ready is compared as well if its message came late
    expect(migration.shadow_read.compared).toBeGreaterThanOrEqual(3);
    expect(migration.shadow_read.counts.same_person).toBeGreaterThanOrEqual(2);
    expect(migration.shadow_read.counts.both_none).toBeGreaterThanOrEqual(1);
    return migration;
  }, WITHIN);
  expect(compared).toMatchObject({
    missing: 0,
    cut_over_obstacles: [],
    shadow_read: { agreed: compared.shadow_read.compared, failed: 0, disagreements: [] },
  });

  const [face] = await enrolledFaces(flow, cage);
  await flow.operator.delete(`/users/${cage}/faces/${face?.face_id}`, 'test');
  expect(await enrolledFaces(flow, cage)).toEqual([]);

  expect(await flow.operator.post(`/migrations/${id}/cut-over`)).toMatchObject({ status: 'cut_over' });
  const known7 = await authenticate(flow, bieber, await portraitOf('bieber'));
  expect([known7.status, modelsOf(known7, 'enrolled_face_search')]).toEqual(['approved', ['7.0']]);
  const twice = await register(flow, {
    selfie: await selfieOf('franck'),
    document: await identityCardOf('franck'),
  });
  expect([twice.status, modelsOf(twice, 'duplicate_search')]).toEqual(['in_review', ['7.0']]);

  await flow.operator.post(`/migrations/${id}/drain`);
  await reached(id, 'drained');
  const mapped = [...(await enrolledFaces(flow, franck)), ...(await enrolledFaces(flow, bieber))];
  expect(mapped.map(generationOf)).toEqual(['g2', 'g2']);
  const ids = mapped.map(({ face_id }) => face_id).sort();
  await storedFacesCome(flow.stack, (faces) => expect(faces.map(({ faceId }) => faceId).sort()).toEqual(ids));
  expect((await authenticate(flow, franck, await portraitOf('franck'))).status).toBe('approved');
  expect(await flow.operator.get('/migrations')).toMatchObject({ data: [{ id, status: 'drained' }] });
});
