import { describe, expect, it } from 'vitest';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import type { IndexItemDependencies } from '../../../lambda/bulk-indexing/index-item.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { aBulkWorld, aJob, aPictureOf, type BulkWorld, indexRow } from '../../support/lambda/a-bulk-world.ts';
import { aClaim, aFace, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';

const ANN = { user_id: 'ann', image_key: 'acme/ann.png' };
const byCountry = aGeneration({
  generation: 'g2',
  shard_key: { kind: 'attribute', attribute: 'country' },
});

function work(
  world: BulkWorld,
  row: Readonly<Record<string, unknown>> = ANN,
  job: Partial<IndexJob> = {},
  ports: Partial<IndexItemDependencies> = {},
) {
  return indexRow(aJob(job), row, { ...world.dependencies, ...ports });
}

/** Changes the claim that a row has left, as another session, or a crash, would. */
const changeClaim = ({ enrollments }: BulkWorld, changes: Partial<EnrollmentClaim>) => {
  const held = enrollments.claims.get('acme#ann');
  enrollments.claims.set('acme#ann', { ...aClaim(), ...held, ...changes });
};

describe('a row of a manifest', () => {
  it('is rejected if its user was erased since the job was created, and costs no call', async () => {
    const world = aBulkWorld();
    await world.tombstones.erase('acme', 'ann', NOON);
    expect(await work(world)).toMatchObject({ outcome: 'rejected', reason_codes: ['user_erased'] });
    expect(world.collections.calls).toEqual([]);
    const later = { created_at: minutesAfter(1).toISOString() };
    expect(await work(world, ANN, later)).toMatchObject({ outcome: 'indexed' });
  });

  it('leaves no image if it is refused at the last moment', async () => {
    const world = aBulkWorld();
    const outcome = await work(world, ANN, {}, { bulk: { enroll: async () => 'refused' } });
    expect(outcome).toMatchObject({ outcome: 'rejected' });
    expect(world.enrolledImages.images.size).toBe(0);
    expect(world.collections.allFaceIds()).toEqual([]);
  });

  it('enrolls its user with the image as it is, and keeps the image', async () => {
    const world = aBulkWorld();
    const outcome = await work(world, { ...ANN, country: 'de' });
    const [face_id] = world.collections.allFaceIds();
    expect(outcome).toEqual({
      row: 0,
      user_id: 'ann',
      image_key: 'acme/ann.png',
      outcome: 'indexed',
      reason_codes: [],
      face_id,
      collection_id: 'face-idv.acme.g1.2',
    });
    const [mapping] = world.enrollments.mappings.values();
    expect(mapping).toMatchObject({
      user_id: 'ann',
      face_id,
      source: 'bulk',
      session_id: 'ij_1',
      attributes: { country: 'de' },
      created_at: NOON.toISOString(),
      bbox: aFace().boundingBox,
      image_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await world.enrollments.get('acme', 'ann')).toMatchObject({
      attributes: { country: 'de' },
      state: 'enrolled',
    });
    const key = world.enrolledImages.keyOf(mapping?.s3_image_url ?? '');
    expect(key).toBe(`acme/${mapping?.image_id}.jpg`);
    expect(world.enrolledImages.images.get(key)).toEqual(aPictureOf('ann'));
  });

  it('has no attributes where the manifest names none', async () => {
    const world = aBulkWorld();
    await work(world);
    expect([...world.enrollments.mappings.values()][0]).not.toHaveProperty('attributes');
  });

  it.each([
    ['no user', { image_key: 'acme/ann.png' }],
    ['no image', { user_id: 'ann' }],
    ['an attribute that no row of the mapping can have', { ...ANN, constructor: 'x' }],
  ])('is invalid where it names %s', async (_what, row) => {
    const world = aBulkWorld();
    expect(await work(world, row)).toMatchObject({ outcome: 'rejected', reason_codes: ['invalid_row'] });
    expect(world.enrollments.claims.size).toBe(0);
  });

  it.each([
    ['the active generation', activeGenerations(byCountry)],
    ['a generation that a migration fills', activeGenerations({}, { filling: byCountry })],
    ['a generation that there is a way back to', activeGenerations({}, { draining: byCountry })],
  ])('is invalid where it lacks what the shard key reads of %s', async (_which, generations) => {
    const world = aBulkWorld();
    expect(await work(world, ANN, {}, { generations })).toMatchObject({
      outcome: 'rejected',
      reason_codes: ['invalid_row'],
    });
    expect(await work(world, { ...ANN, country: 'de' }, {}, { generations })).toMatchObject({
      outcome: 'indexed',
    });
  });

  it.each([
    ['is not there', 'acme/gone.png', 'image_missing'],
    ['is that of another tenant', 'globex/ann.png', 'image_missing'],
    ['is none', 'acme/text.png', 'image_format_unsupported'],
  ])('is rejected where its image %s', async (_what, image_key, reason) => {
    const world = aBulkWorld();
    world.images.images.set('acme/text.png', new TextEncoder().encode('no image'));
    expect(await work(world, { user_id: 'ann', image_key })).toEqual({
      row: 0,
      user_id: 'ann',
      image_key,
      outcome: 'rejected',
      reason_codes: [reason],
    });
    expect(world.enrollments.claims.size).toBe(0);
  });

  it('is rejected where nobody is to be seen, and frees its user', async () => {
    const world = aBulkWorld();
    world.collections.index = async () => undefined;
    expect(await work(world)).toMatchObject({ outcome: 'rejected', reason_codes: ['face_not_detected'] });
    expect(world.enrollments.claims.size).toBe(0);
  });

  it('deletes a face that fails the quality rules, and frees its user', async () => {
    const world = aBulkWorld();
    world.collections.observation = aFace({ sharpness: 3 });
    expect(await work(world)).toMatchObject({ outcome: 'rejected', reason_codes: ['image_too_blurry'] });
    expect(world.collections.allFaceIds()).toEqual([]);
    expect(world.enrollments.claims.size).toBe(0);
    expect(world.collections.effects).toContain('deleted 1 low_quality');
    expect(await work(world, ANN, { quality_gate: false })).toMatchObject({ outcome: 'indexed' });
  });

  it('is refused where its images show different people, and frees its user before anything is indexed', async () => {
    const world = aBulkWorld();
    const row = { user_id: 'ann', image_keys: ['acme/ann.png', 'acme/ann-later.png', 'acme/bob.png'] };
    expect(await work(world, row)).toMatchObject({
      outcome: 'rejected',
      reason_codes: ['different_people'],
      images: Array(3).fill({ outcome: 'rejected', reason_codes: ['different_people'] }),
    });
    expect(world.collections.calls).toEqual([]);
    expect([world.enrollments.claims.size, world.enrollments.imageClaims.size]).toEqual([0, 0]);
  });

  it('is compared once, however often its row is tried again', async () => {
    const world = aBulkWorld();
    let calls = 0;
    const faces = {
      ...world.dependencies.faces,
      compareFaces: (...args: Parameters<typeof world.dependencies.faces.compareFaces>) => {
        calls += 1;
        return world.dependencies.faces.compareFaces(...args);
      },
    };
    const row = { user_id: 'ann', image_keys: ['acme/ann.png', 'acme/ann-later.png'] };
    const enroll = async () => 'generations_changed' as const;
    await expect(work(world, row, {}, { faces, bulk: { enroll } })).rejects.toThrow();
    expect(await work(world, row, {}, { faces })).toMatchObject({ outcome: 'indexed' });
    expect(calls).toBe(1);
  });

  it("reads the images of a tenant's own bucket, below its prefix alone", async () => {
    const world = aBulkWorld();
    const of = (image_key: string) => work(world, { user_id: 'ann', image_key }, { image_bucket: 'archive' });
    expect(await of('letters/bob.png')).toMatchObject({ reason_codes: ['image_missing'] });
    expect(await of('people/ann.png')).toMatchObject({ outcome: 'indexed' });
  });

  it('fails for a bucket that the config names no more', async () => {
    await expect(work(aBulkWorld(), ANN, { image_bucket: 'gone' })).rejects.toThrow(
      'tenant acme imports from no bucket gone',
    );
  });
});

describe('the claim of a row', () => {
  it('makes the same row again the same enrollment, and that of another job a skipped one', async () => {
    const world = aBulkWorld();
    const first = await work(world);
    expect(await work(world)).toEqual(first);
    expect(await work(world, ANN, { id: 'ij_2' })).toEqual({
      ...first,
      outcome: 'skipped',
      reason_codes: ['already_indexed'],
    });
    expect(world.collections.allFaceIds()).toHaveLength(1);
  });

  it.each([
    [
      'whose user is another person',
      { user_id: 'ann', image_key: 'acme/bob.png' },
      'not_the_enrolled_person',
    ],
    [
      'whose second image is another person',
      { user_id: 'ann', image_keys: ['acme/ann-later.png', 'acme/bob.png'] },
      'different_people',
    ],
    ["whose image is another user's", { user_id: 'bob', image_key: 'acme/ann.png' }, 'duplicate_image'],
  ])('rejects a row %s', async (_whose, row, reason) => {
    const world = aBulkWorld();
    await work(world);
    const before = await world.enrollments.get('acme', 'ann');
    expect(await work(world, row)).toMatchObject({ outcome: 'rejected', reason_codes: [reason] });
    expect(world.collections.allFaceIds()).toHaveLength(1);
    expect(await world.enrollments.get('acme', 'ann')).toEqual(before);
    expect(world.enrollments.imageClaims.size).toBe(1);
  });

  it('adds to an enrolled user whom its image shows, up to the limit of faces', async () => {
    const world = aBulkWorld();
    const max_faces = 2;
    const { policy } = world.dependencies;
    const limited = { policy: { ...policy, enrollment: { max_faces } } };
    const first = await work(world, ANN, {}, limited);
    const later = { user_id: 'ann', image_key: 'acme/ann-later.png' };
    const added = await work(world, later, {}, limited);
    expect([first, added]).toMatchObject([{ outcome: 'indexed' }, { outcome: 'indexed' }]);
    expect([...world.enrollments.mappings.keys()]).toEqual([first.face_id, added.face_id]);
    // the rows of another job are known, be they the latest of the user or not
    for (const row of [ANN, later])
      expect(await work(world, row, { id: 'ij_2' }, limited)).toMatchObject({
        outcome: 'skipped',
        reason_codes: ['already_indexed'],
      });
    world.images.images.set('acme/ann-third.png', aPictureOf('ann', 3));
    const third = { user_id: 'ann', image_key: 'acme/ann-third.png' };
    expect(await work(world, third, {}, limited)).toMatchObject({
      outcome: 'rejected',
      reason_codes: ['face_limit_reached'],
    });
    expect(world.collections.allFaceIds()).toHaveLength(max_faces);
    expect(world.enrollments.imageClaims.size).toBe(max_faces);
    expect(await world.enrollments.get('acme', 'ann')).toMatchObject({ state: 'enrolled' });
  });

  it('goes on with an addition that a crash has left', async () => {
    const world = aBulkWorld();
    await work(world);
    const later = { user_id: 'ann', image_key: 'acme/ann-later.png' };
    const enroll = async () => Promise.reject(new Error('crash'));
    await expect(work(world, later, {}, { bulk: { enroll } })).rejects.toThrow('crash');
    expect(await work(world, ANN, { id: 'ij_2' })).toMatchObject({ reason_codes: ['already_indexed'] });
    expect(await work(world, later)).toMatchObject({ outcome: 'indexed' });
    expect(world.collections.allFaceIds()).toHaveLength(2);
    expect(world.enrollments.mappings.size).toBe(2);
  });

  it('leaves the user whom it would have added to as they were where it is rejected late', async () => {
    const world = aBulkWorld();
    await work(world);
    const before = await world.enrollments.get('acme', 'ann');
    world.collections.observation = aFace({ sharpness: 3 });
    const later = { user_id: 'ann', image_key: 'acme/ann-later.png' };
    expect(await work(world, later)).toMatchObject({ reason_codes: ['image_too_blurry'] });
    expect(await world.enrollments.get('acme', 'ann')).toEqual(before);
    expect(world.enrollments.mappings.size).toBe(1);
    expect(world.collections.allFaceIds()).toHaveLength(1);
  });

  it('waits for nobody: a user who is claimed with another image is being enrolled', async () => {
    const world = aBulkWorld();
    await work(world);
    changeClaim(world, { state: 'claimed', session_id: 'vs_1' });
    const later = { user_id: 'ann', image_key: 'acme/ann-later.png' };
    expect(await work(world, later)).toMatchObject({ reason_codes: ['enrollment_in_progress'] });
  });

  it('rejects a row whose user is being registered with the same image', async () => {
    const world = aBulkWorld();
    await work(world);
    changeClaim(world, { state: 'claimed', session_id: 'vs_1' });
    expect(await work(world)).toMatchObject({ reason_codes: ['enrollment_in_progress'] });
    // nor is the claim of a registration taken over by its name alone
    changeClaim(world, { session_id: 'ijsselmeer' });
    expect(await work(world)).toMatchObject({ reason_codes: ['enrollment_in_progress'] });
  });

  it('is gone on with, whichever job has left it', async () => {
    const world = aBulkWorld();
    await work(world);
    world.enrollments.mappings.clear();
    changeClaim(world, { state: 'claimed', session_id: 'ij_0' });
    expect(await work(world, ANN, { id: 'ij_2' })).toMatchObject({ outcome: 'indexed' });
    expect(world.collections.allFaceIds()).toHaveLength(1);
    expect([...world.enrollments.mappings.values()]).toMatchObject([{ session_id: 'ij_0' }]);
  });

  it('fails where it is released while its row is worked on', async () => {
    const world = aBulkWorld();
    const get = async () => undefined;
    await expect(
      work(world, ANN, {}, { enrollments: Object.assign(world.enrollments, { get }) }),
    ).rejects.toThrow('was released');
  });
});

describe('a row that meets a migration', () => {
  const filling = aGeneration({ generation: 'g2', shards: 1 });

  it('is written to both generations, from the one image', async () => {
    const world = aBulkWorld();
    await work(world, ANN, {}, { generations: activeGenerations({}, { filling }) });
    const mapped = [...world.enrollments.mappings.values()];
    expect(mapped.map(({ collection_id }) => collection_id)).toEqual([
      'face-idv.acme.g1.2',
      'face-idv.acme.g2.0',
    ]);
    expect(new Set(mapped.map(({ s3_image_url }) => s3_image_url)).size).toBe(1);
    expect([...world.enrolledImages.images.values()]).toEqual([aPictureOf('ann')]);
  });

  it('is tried again where the generations have changed since', async () => {
    const bulk = { enroll: async () => 'generations_changed' as const };
    await expect(work(aBulkWorld(), ANN, {}, { bulk })).rejects.toMatchObject({ name: 'GenerationsChanged' });
  });

  it('fails rather than keep, or copy, an image that its face was not indexed from', async () => {
    for (const generations of [activeGenerations(), activeGenerations({}, { filling })]) {
      const world = aBulkWorld();
      await work(world);
      world.enrollments.mappings.clear();
      world.enrolledImages.images.clear();
      // of an image that the row does not name any more
      changeClaim(world, { state: 'claimed', stitched: { image: 1, others: [] } });
      await expect(work(world, ANN, {}, { generations })).rejects.toThrow(
        'does not name the image that its face was indexed from (1)',
      );
      expect(world.enrolledImages.images.size).toBe(0);
      expect(world.enrollments.mappings.size).toBe(0);
    }
  });
});
