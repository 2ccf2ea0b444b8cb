import { describe, expect, it } from 'vitest';
import {
  compareWithEnrolledImages,
  MAX_COMPARED_IMAGES,
} from '../../../lambda/authentication/compare-with-enrolled-images.ts';
import { aMapping, minutesAfter } from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';

const SELFIE = new TextEncoder().encode('selfie');

/** A user with images, the newest last, each of which the selfie resembles so much; undefined for no face. */
async function compare(similarities: readonly (number | undefined)[]) {
  const { bbox } = aMapping();
  const images = similarities.map((_, nth) => `image-${nth}`);
  const enrolledImages = new InMemoryImages(
    Object.fromEntries(images.map((image) => [image, new TextEncoder().encode(image)])),
    'enrolled',
  );
  const compared: string[] = [];
  const result = await compareWithEnrolledImages(
    SELFIE,
    images.flatMap((image, nth) =>
      // a copy in another generation is no image of its own
      ['g1', 'g2'].map((generation) =>
        aMapping({
          face_id: `${image}-${generation}`,
          image_id: image,
          collection_id: `face-idv.acme.${generation}.0`,
          s3_image_url: enrolledImages.urlOf(image),
          created_at: minutesAfter(nth).toISOString(),
        }),
      ),
    ),
    {
      enrolledImages,
      faces: {
        compareFaces: async (selfie, reference) => {
          expect(selfie).toBe(SELFIE);
          const image = new TextDecoder().decode(reference);
          compared.push(image);
          const similarity = similarities[images.indexOf(image)];
          return similarity === undefined
            ? undefined
            : { selfieFace: bbox, faces: [{ similarity, boundingBox: bbox }] };
        },
      },
    },
  );
  return { ...result, of: compared.sort() };
}

describe('comparing with the images of a user', () => {
  it('takes the most similar one', async () => {
    expect(await compare([99, 3, 7])).toMatchObject({ similarity: 99, compared: 3, sawFaces: true });
  });

  it('compares with the newest alone, once each', async () => {
    const { of, compared, similarity } = await compare([100, 5, 6, 7, 8]);
    expect(of).toEqual(['image-2', 'image-3', 'image-4']);
    expect([compared, similarity]).toEqual([MAX_COMPARED_IMAGES, 8]);
  });

  it('is alike with nobody where no image shows a face', async () => {
    expect(await compare([undefined])).toMatchObject({ similarity: 0, sawFaces: false });
    expect(await compare([undefined, 98])).toMatchObject({ similarity: 98, sawFaces: true });
    expect(await compare([])).toMatchObject({ similarity: 0, compared: 0, sawFaces: false });
  });
});
