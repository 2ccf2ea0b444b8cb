import { describe, expect, it } from 'vitest';
import { deleteLeftovers, findLeftoverFaces } from '../../../lambda/enrollment/leftover-faces.ts';
import { aClaim } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections, NOBODY } from '../../support/lambda/in-memory-collections.ts';

const COLLECTION = 'face-idv.acme.g1.0';
const planned = { collection_id: COLLECTION, image_id: 'img_1', generations_revision: 0, copies: [] };
const image = anImageOf('ann');

describe('faces that a claim has left behind', () => {
  it('look like its image and carry its image id', async () => {
    const collections = new InMemoryCollections();
    const left = collections.add(COLLECTION, 'ann', 'img_1');
    collections.add(COLLECTION, 'ann', 'img_0');
    collections.add(COLLECTION, 'ann');
    collections.add(COLLECTION, 'bob', 'img_1');
    collections.add('face-idv.acme.g1.1', 'ann', 'img_1');
    expect(await findLeftoverFaces(aClaim({ planned }), COLLECTION, [image], collections)).toEqual([left]);
  });

  it('are none of a claim that has planned nothing, whatever has no image id', async () => {
    const collections = new InMemoryCollections();
    collections.add(COLLECTION, 'ann');
    expect(await findLeftoverFaces(aClaim(), COLLECTION, [image], collections)).toEqual([]);
  });

  it('are looked for with each image, and named once', async () => {
    const collections = new InMemoryCollections();
    const left = ['ann', 'bob'].map((person) => collections.add(COLLECTION, person, 'img_1'));
    const images = [anImageOf('ann'), anImageOf('ann', 2), anImageOf('bob'), anImageOf(NOBODY)];
    expect(await findLeftoverFaces(aClaim({ planned }), COLLECTION, images, collections)).toEqual(left);
  });

  it.each([
    ['itself', [image], 99],
    ['part of a stitched one', [image, anImageOf('bob')], 80],
  ])('are as alike as an image is to %s', async (_what, images, least) => {
    const collections = new InMemoryCollections();
    const left = collections.add(COLLECTION, 'ann', 'img_1');
    const find = (similarity: number) => {
      collections.similarity = similarity;
      return findLeftoverFaces(aClaim({ planned }), COLLECTION, images, collections);
    };
    expect(await find(least)).toEqual([left]);
    expect(await find(least - 0.1)).toEqual([]);
  });
});

describe('deleting what an interrupted try left', () => {
  it('deletes what looks like the image and carries its id, for the price of a search', async () => {
    const collections = new InMemoryCollections();
    collections.add(COLLECTION, 'ann', 'img_1');
    const [other, nameless] = [
      collections.add(COLLECTION, 'ann', 'img_2'),
      collections.add(COLLECTION, 'ann'),
    ];
    const paid = await deleteLeftovers({ image_id: 'img_1' }, COLLECTION, image, { collections });
    expect(paid).toEqual({ SearchFacesByImage: 1 });
    expect(collections.allFaceIds()).toEqual([other, nameless]);
  });

  it('deletes nothing where nothing was left, or the image shows nobody', async () => {
    const collections = new InMemoryCollections();
    collections.add(COLLECTION, 'ann', 'img_2');
    for (const shown of [image, anImageOf(NOBODY)])
      await deleteLeftovers({ image_id: 'img_1' }, COLLECTION, shown, { collections });
    expect(collections.calls).toEqual([`search ${COLLECTION}`, `search ${COLLECTION}`]);
  });
});
