import { describe, expect, it } from 'vitest';
import { dropRefused, indexRowImages } from '../../../lambda/bulk-indexing/index-row-images.ts';
import { WHOLE } from '../../../lambda/images/domain/image-rules.ts';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import {
  aBulkWorld,
  aJob,
  aPictureOf,
  type BulkWorld,
  indexRow,
  ROWS_OF_SEVERAL,
} from '../../support/lambda/a-bulk-world.ts';
import { aClaim, aFace, anIndexedFace } from '../../support/lambda/builders.ts';
import { NOBODY } from '../../support/lambda/in-memory-collections.ts';
import { BLINKING, withRules } from '../../support/lambda/observed.ts';

const [{ row: ANN }] = ROWS_OF_SEVERAL as [(typeof ROWS_OF_SEVERAL)[0]];
const work = (world: BulkWorld, job = aJob(), dependencies = world.dependencies) =>
  indexRow(job, ANN, dependencies);

/** Collections in which the nth face of a call looks like that. */
function seeing({ collections }: BulkWorld, looks: readonly Partial<FaceObservation>[]) {
  const { indexSeveral } = collections;
  collections.indexSeveral = async (...args) =>
    (await indexSeveral.apply(collections, args)).map(({ face, observation }, index) => ({
      face,
      observation: { ...observation, ...looks[index] },
    }));
}

describe('a row of several images', () => {
  it('is enrolled with all of them by one call, each face mapped to its own image', async () => {
    const world = aBulkWorld();
    const outcome = await work(world);
    expect(world.collections.calls).toEqual(['index face-idv.acme.g1.2']);
    const mapped = [...world.enrollments.mappings.values()];
    expect(new Set(mapped.map(({ image_id }) => image_id)).size).toBe(2);
    for (const [index, { image_id, s3_image_url, bbox }] of mapped.entries()) {
      expect(s3_image_url).toContain(image_id);
      expect(world.enrolledImages.images.get(world.enrolledImages.keyOf(s3_image_url))).toEqual(
        aPictureOf('ann', index + 1),
      );
      for (const side of [bbox.left, bbox.top]) expect(side).toBeCloseTo(0.25, 2);
      for (const side of [bbox.width, bbox.height]) expect(side).toBeCloseTo(0.5, 2);
    }
    expect(outcome).toMatchObject({
      outcome: 'indexed',
      images: [
        { image_key: 'acme/ann.png', outcome: 'indexed', face_id: mapped[0]?.face_id },
        { image_key: 'acme/gone.png', outcome: 'rejected', reason_codes: ['image_missing'] },
        { image_key: 'acme/ann-later.png', outcome: 'indexed', face_id: mapped[1]?.face_id },
      ],
    });
  });

  it('is judged by the further rules that are on, each face by itself', async () => {
    const world = aBulkWorld();
    world.collections.observation = aFace({ ruleConfidences: { ...BLINKING, eyes_open: 99 } });
    const policy = withRules({ eyes_open: { min_confidence: 50 }, mouth_closed: { min_confidence: 50 } });
    expect(await work(world, aJob(), { ...world.dependencies, policy })).toMatchObject({
      outcome: 'indexed',
    });
    const shut = aBulkWorld();
    shut.collections.observation = aFace({ ruleConfidences: BLINKING });
    expect(await work(shut, aJob(), { ...shut.dependencies, policy })).toMatchObject({
      images: [
        { reason_codes: ['eyes_closed'] },
        { reason_codes: ['image_missing'] },
        { reason_codes: ['eyes_closed'] },
      ],
    });
    expect(shut.collections.allFaceIds()).toEqual([]);
  });

  it('is skipped by a second job, which names its faces again', async () => {
    const world = aBulkWorld();
    const first = await work(world);
    const again = await work(world, aJob({ id: 'ij_2' }));
    expect(again).toEqual({ ...first, outcome: 'skipped', reason_codes: ['already_indexed'] });
    expect(world.collections.allFaceIds()).toHaveLength(2);
  });

  it('keeps the faces that pass, deletes the others, and says which', async () => {
    const world = aBulkWorld();
    seeing(world, [{ sharpness: 3 }, { sharpness: 80 }]);
    expect(await work(world)).toMatchObject({
      outcome: 'indexed',
      images: [
        { outcome: 'rejected', reason_codes: ['image_too_blurry'] },
        { outcome: 'rejected', reason_codes: ['image_missing'] },
        { outcome: 'indexed' },
      ],
    });
    expect(world.collections.allFaceIds()).toHaveLength(1);
    // the image of the face that was kept, and not the first one
    expect([...world.enrolledImages.images.values()]).toEqual([aPictureOf('ann', 2)]);
    expect(world.enrollments.mappings.size).toBe(1);
    expect(world.collections.effects).toContain('deleted 1 low_quality');
  });

  it('is refused when none of its faces passes', async () => {
    const world = aBulkWorld();
    world.collections.observation = aFace({ sharpness: 3 });
    expect(await work(world)).toMatchObject({ outcome: 'rejected', reason_codes: ['image_too_blurry'] });
    expect(world.collections.allFaceIds()).toEqual([]);
    expect(world.enrollments.claims.size).toBe(0);
  });

  it('is indexed whole where the job has no quality gate', async () => {
    const world = aBulkWorld();
    world.collections.observation = aFace({ sharpness: 3 });
    await work(world, aJob({ quality_gate: false }));
    expect(world.collections.allFaceIds()).toHaveLength(2);
  });
});

describe('indexing the images of a row', () => {
  const owner = { tenant: 'acme', user_id: 'ann' };
  const image = (place: number, person = 'ann') => ({
    bytes: aPictureOf(person, place),
    original: aPictureOf(person, place),
    originalSize: { widthPx: 1000, heightPx: 1000 },
    widthPx: 1000,
    heightPx: 1000,
    sha256: 'a'.repeat(64),
    edited: false,
    part: WHOLE,
    place,
  });
  const claimed = async (world: BulkWorld) => {
    const claim = aClaim({ user_id: 'ann', session_id: 'ij_1' });
    await world.enrollments.claim(claim);
    return claim;
  };

  it('writes down what one image showed, before anything else', async () => {
    const world = aBulkWorld();
    const claim = await claimed(world);
    const indexed = await indexRowImages(claim, owner, [image(3)], true, world.dependencies);
    expect(indexed).toMatchObject({ face: { image_id: indexed?.planned?.image_id }, rejected_for: [] });
    expect(indexed).not.toHaveProperty('stitched');
    expect(await world.enrollments.get('acme', 'ann')).toMatchObject({ face: indexed?.face });
  });

  it('finds nobody in no image, and in one of nobody', async () => {
    const world = aBulkWorld();
    const claim = await claimed(world);
    for (const images of [[], [image(0, NOBODY)], [image(0, NOBODY), image(1, NOBODY)]]) {
      world.collections.index = async () => undefined;
      world.collections.indexSeveral = async () => [];
      const indexed = await indexRowImages(claim, owner, images, true, world.dependencies);
      expect(indexed).not.toHaveProperty('face');
    }
    expect(world.enrollments.faces.size).toBe(0);
  });

  it('refuses an image of two people whole, and a face between the images', async () => {
    const world = aBulkWorld();
    const { indexSeveral } = world.collections;
    const asked: number[] = [];
    world.collections.indexSeveral = async (...args) => {
      asked.push(Number((args as readonly unknown[])[3]));
      const [first, second] = await indexSeveral.apply(world.collections, args);
      if (!first || !second) throw new Error('two faces are needed');
      const { left, top } = first.face.bounding_box;
      const at = (answer: typeof first, box: typeof first.face.bounding_box) => ({
        ...answer,
        face: { ...answer.face, bounding_box: box },
      });
      const small = at(first, { left, top, width: 0.01, height: 0.01 });
      const between = at(first, { left: 0.01, top: 0.98, width: 0.01, height: 0.01 });
      return [small, first, between, second].map((answer, index) => ({
        ...answer,
        face: { ...answer.face, face_id: `face-${index}` },
      }));
    };
    const images = [image(1), image(4)];
    // the lower one leaves room below the upper one
    const sized = [{ ...images[0], heightPx: 500 } as (typeof images)[0], images[1] as (typeof images)[0]];
    const indexed = await indexRowImages(await claimed(world), owner, sized, true, world.dependencies);
    expect(asked).toEqual([10]);
    expect(indexed?.face?.face_id).toBe('face-3');
    expect(indexed?.stitched?.image).toBe(4);
    expect(
      indexed?.stitched?.others.map(({ image: place, face, rejected_for }) => [
        face.face_id,
        place,
        ...rejected_for,
      ]),
    ).toEqual([
      ['face-0', 1, 'multiple_faces_detected'],
      ['face-1', 1, 'multiple_faces_detected'],
      ['face-2', 1, 'multiple_faces_detected'],
    ]);
  });

  it.each([true, false])('refuses an image of two people, with a quality gate: %s', async (gate) => {
    const world = aBulkWorld();
    const { index } = world.collections;
    world.collections.index = async (...args) => {
      const answer = await index.apply(world.collections, args);
      return answer && { ...answer, unindexed: 1 };
    };
    const indexed = await indexRowImages(await claimed(world), owner, [image(0)], gate, world.dependencies);
    expect(indexed?.rejected_for).toEqual(['multiple_faces_detected']);
  });

  it('deletes only what came with the face and may not stay', async () => {
    const { collections, enrollments, dependencies } = aBulkWorld();
    const face = (image_id: string) =>
      anIndexedFace({ face_id: collections.add('c', 'ann', image_id), collection_id: 'c', image_id });
    const others = [
      { image: 0, face: face('img_1'), rejected_for: [] },
      { image: 1, face: face('img_2'), rejected_for: ['image_too_dark'] },
      { image: 2, face: face('img_3'), rejected_for: ['a reason of another version'] },
    ];
    await dropRefused(aClaim({ stitched: { image: 3, others } }), dependencies);
    expect(collections.allFaceIds()).toEqual(['face-1', 'face-3']);
    expect([...enrollments.faces]).toEqual([['face-2', { state: 'revoked' }]]);
    expect(collections.effects).toEqual(['deleted 1 low_quality']);
    await dropRefused(aClaim(), dependencies);
    expect(collections.effects).toHaveLength(1);
  });
});
