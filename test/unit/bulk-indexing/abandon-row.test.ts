import { describe, expect, it } from 'vitest';
import { abandonRow } from '../../../lambda/bulk-indexing/abandon-row.ts';
import { indexBatch } from '../../../lambda/bulk-indexing/index-batch.ts';
import type { ManifestItem } from '../../../lambda/bulk-indexing/manifest-item.ts';
import { aBulkWorld, aJob, anExecution } from '../../support/lambda/a-bulk-world.ts';
import { aClaim } from '../../support/lambda/builders.ts';

const ROW = { index: 0, row: { user_id: 'ann', image_key: 'acme/ann.png' } };
const anItem = (changes: Partial<ManifestItem> = {}): ManifestItem => ({
  job: aJob(),
  index: 0,
  userId: 'ann',
  imageKeys: ['acme/ann.png'],
  attributes: {},
  ...changes,
});

/** A world in which a port's call fails for good, after the face is indexed. */
function aWorldThatCannotEnroll() {
  const world = aBulkWorld();
  const enroll = () => Promise.reject(Object.assign(new Error('no'), { name: 'ValidationException' }));
  return {
    ...world,
    fixed: world.dependencies,
    dependencies: { ...world.dependencies, bulk: { ...world.dependencies.bulk, enroll } },
  };
}

describe('a row that fails for good after its face was indexed', () => {
  it('leaves no claim and no match, so that its user may register at once', async () => {
    const world = aWorldThatCannotEnroll();
    await indexBatch({ job: anExecution(), rows: [ROW], from: 0 }, world.dependencies);
    expect([...world.written.values()].join('')).toContain('"outcome":"failed"');
    expect(world.setAside).toHaveLength(1);
    expect(world.enrollments.claims.size).toBe(0);
    expect(world.enrollments.imageClaims.size).toBe(0);
    expect([...world.enrollments.faces.values()].map(({ state }) => state)).toEqual(['revoked', 'revoked']);
  });

  it('requests the deletion of its face, and sends it to the queue', async () => {
    const world = aWorldThatCannotEnroll();
    await indexBatch({ job: anExecution(), rows: [ROW], from: 0 }, world.dependencies);
    expect(world.enrollments.claims.size).toBe(0);
    const [deletion] = world.enrollments.deletions.values();
    expect(deletion?.faces.map(({ face_id }) => face_id)).toEqual(world.collections.allFaceIds());
    expect(world.enrollments.sentDeletions).toEqual([{ tenant: 'acme', id: deletion?.id }]);
  });

  it('can be indexed again once the cause is fixed', async () => {
    const world = aWorldThatCannotEnroll();
    await indexBatch({ job: anExecution(), rows: [ROW], from: 0 }, world.dependencies);
    world.jobs.steps.clear();
    await indexBatch({ job: anExecution(), rows: [ROW], from: 0 }, world.fixed);
    const [mapping] = world.enrollments.mappings.values();
    const [deletion] = world.enrollments.deletions.values();
    const given_up = deletion?.faces.map(({ face_id }) => face_id) ?? [];
    expect(world.collections.allFaceIds()).toEqual([...given_up, mapping?.face_id]);
  });
});

describe('abandoning a row', () => {
  it.each([
    ['of a registration', { session_id: 'vs_1' }],
    ['that is enrolled', { session_id: 'ij_1', state: 'enrolled' as const }],
  ])('leaves a claim %s as it is', async (_what, changes) => {
    const world = aBulkWorld();
    const claim = aClaim({ user_id: 'ann', ...changes });
    world.enrollments.claims.set('acme#ann', claim);
    await abandonRow(anItem(), world.dependencies);
    expect(world.enrollments.claims.get('acme#ann')).toEqual(claim);
  });

  it('does nothing for a user whom nobody claims', async () => {
    const world = aBulkWorld();
    await abandonRow(anItem(), world.dependencies);
    expect(world.enrollments.deletions.size).toBe(0);
  });

  it('requests no search with an image that a deletion cannot read', async () => {
    const world = aBulkWorld();
    const planned = { collection_id: 'c', image_id: 'img_1', generations_revision: 0, copies: [] };
    world.enrollments.claims.set('acme#ann', aClaim({ user_id: 'ann', session_id: 'ij_1', planned }));
    const job = aJob({ image_bucket: 'archive' });
    await abandonRow(anItem({ job }), world.dependencies);
    expect([...world.enrollments.deletions.values()]).toMatchObject([{ searched_collections: [] }]);
  });

  it('fails where the claim changed since it was read', async () => {
    const world = aBulkWorld();
    world.enrollments.claims.set('acme#ann', aClaim({ user_id: 'ann', session_id: 'ij_1' }));
    const bulk = { abandon: async () => false };
    await expect(abandonRow(anItem(), { ...world.dependencies, bulk })).rejects.toThrow('has changed');
  });
});
