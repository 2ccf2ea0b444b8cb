import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showOnePerson } from '../../../lambda/bulk-indexing/compare-row-images.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { aBulkWorld, aPictureOf } from '../../support/lambda/a-bulk-world.ts';
import { aFace } from '../../support/lambda/builders.ts';
import { NOBODY } from '../../support/lambda/in-memory-collections.ts';

/** Compares pictures of these people. */
async function compare(people: readonly string[]) {
  const { dependencies, metrics } = aBulkWorld();
  let calls = 0;
  const compareFaces: typeof dependencies.faces.compareFaces = (...args) => {
    calls += 1;
    return dependencies.faces.compareFaces(...args);
  };
  const images = people.map((person, shot) => ({ bytes: aPictureOf(person, shot) }));
  const isOne = await showOnePerson(images, { ...dependencies, faces: { compareFaces } });
  return { isOne, calls, metrics };
}

describe('the images of a row', () => {
  it('show one person exactly if all faces in them are of one person', async () => {
    const anyone = fc.array(fc.constantFrom('ann', 'bob', NOBODY), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyone, async (people) => {
        const seen = new Set(people.filter((person) => person !== NOBODY));
        expect((await compare(people)).isOne).toBe(seen.size <= 1);
      }),
    );
  });

  it.each([
    [['ann'], 0],
    [['ann', 'ann'], 1],
    [['ann', 'ann', 'ann', 'ann'], 3],
    [['ann', 'bob', 'ann', 'ann'], 1],
    // only a face can be compared
    [[NOBODY, NOBODY, 'ann', 'ann'], 6],
  ])('of %j cost %i calls', async (people, calls) => {
    expect((await compare(people)).calls).toBe(calls);
  });

  it('are counted by result', async () => {
    expect((await compare(['ann', 'ann', 'bob'])).metrics).toEqual([
      { name: 'RowImagesCompared', value: 1, dimensions: { Result: 'match' } },
      { name: 'RowImagesCompared', value: 1, dimensions: { Result: 'different_people' } },
    ]);
  });

  it('are alike from the threshold of the policy on, by the most similar face', async () => {
    const { regular } = DEFAULT_POLICY.match_thresholds['7.0'] ?? { regular: Number.NaN };
    const { boundingBox } = aFace();
    for (const [best, isOne] of [
      [regular, true],
      [regular - 0.1, false],
    ] as const) {
      const faces = {
        compareFaces: async () => ({
          selfieFace: boundingBox,
          faces: [3, best].map((similarity) => ({ similarity, boundingBox })),
        }),
      };
      const images = [{ bytes: aPictureOf('ann') }, { bytes: aPictureOf('ann', 2) }];
      expect(await showOnePerson(images, { ...aBulkWorld().dependencies, faces })).toBe(isOne);
    }
  });
});
