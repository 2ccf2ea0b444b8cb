import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOfPeople, showOnePerson } from '../../../lambda/bulk-indexing/compare-row-images.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { aBulkWorld, aPictureOf } from '../../support/lambda/a-bulk-world.ts';
import { aClaim, aFace, aMapping } from '../../support/lambda/builders.ts';
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

describe('the people of a row', () => {
  const former = aClaim({ state: 'enrolled', session_id: 'vs_0', image_sha256: 'b'.repeat(64) });

  /** Judges pictures of people for a user who has so many enrolled images of ann. */
  async function judge(people: readonly string[], enrolled: number, similarity = 99.9) {
    const { dependencies, enrollments, enrolledImages, metrics } = aBulkWorld();
    for (let nth = 0; nth < enrolled; nth += 1) {
      const key = `acme/img_${nth}.jpg`;
      enrolledImages.images.set(key, aPictureOf('ann', 50 + nth));
      const mapping = aMapping({
        face_id: `f${nth}`,
        image_id: `img_${nth}`,
        s3_image_url: enrolledImages.urlOf(key),
      });
      enrollments.mappings.set(mapping.face_id, { ...mapping, bbox: aFace().boundingBox });
    }
    let calls = 0;
    const compareFaces: typeof dependencies.faces.compareFaces = async (...args) => {
      calls += 1;
      const found = await dependencies.faces.compareFaces(...args);
      return (
        found && {
          ...found,
          faces: found.faces.map((face) => ({ ...face, similarity: Math.min(similarity, face.similarity) })),
        }
      );
    };
    const refusal = await refusalOfPeople(
      people.map((person, shot) => ({ bytes: aPictureOf(person, shot) })),
      aClaim(enrolled > 0 ? { former } : {}),
      { ...dependencies, faces: { compareFaces } },
    );
    return { refusal, calls, results: metrics.map(({ dimensions }) => dimensions.Result) };
  }

  it.each([
    ['a new user', ['ann', 'ann'], 0, undefined, 1],
    ['an enrolled user', ['ann'], 1, undefined, 1],
    ['an enrolled user with several images', ['ann', 'ann'], 3, undefined, 4],
    ['another person than the enrolled one', ['bob'], 1, 'not_the_enrolled_person', 1],
    ['two people, one of whom is enrolled', ['ann', 'bob'], 1, 'different_people', 1],
    ['nobody', [NOBODY], 1, 'face_not_detected', 1],
    ['somebody in the second image', [NOBODY, 'bob'], 1, 'not_the_enrolled_person', 3],
    ['more than the limit', ['ann', 'ann'], 4, 'face_limit_reached', 0],
    ['as many as the limit', ['ann'], 4, undefined, 3],
  ] as const)('of %s', async (_who, people, enrolled, expected, calls) => {
    expect(await judge(people, enrolled)).toMatchObject({ refusal: expected, calls });
  });

  it('have to match the enrolled person by the sensitivity of re-enrollments', async () => {
    const { sensitive } = DEFAULT_POLICY.match_thresholds['7.0'] ?? { sensitive: Number.NaN };
    expect((await judge(['ann'], 1, sensitive)).refusal).toBeUndefined();
    const below = await judge(['ann'], 1, sensitive - 0.1);
    expect(below).toMatchObject({
      refusal: 'not_the_enrolled_person',
      results: ['not_the_enrolled_person'],
    });
  });
});
