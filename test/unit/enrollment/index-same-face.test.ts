import { describe, expect, it } from 'vitest';
import type { IndexAnswer } from '../../../lambda/collections/ports/face-collections.ts';
import { indexSameFace } from '../../../lambda/enrollment/index-same-face.ts';
import type { BoundingBox } from '../../../lambda/images/domain/quality-gate.ts';
import { aFace, aMapping, anIndexedFace, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections, NOBODY } from '../../support/lambda/in-memory-collections.ts';

const COLLECTION = 'face-idv.acme.g2.0';
const SOURCE = aMapping({ image_id: 'img_7', bbox: { left: 0, top: 0, width: 0.2, height: 0.2 } });
const ELSEWHERE: BoundingBox = { left: 0.6, top: 0.6, width: 0.3, height: 0.3 };

/** A collection that sees faces at these places in every image, the largest first. */
function aCollection(...boxes: readonly BoundingBox[]) {
  const collections = new InMemoryCollections();
  const waited: number[] = [];
  const reserved: unknown[][] = [];
  const asked: unknown[][] = [];
  const indexed = (imageId: string): IndexAnswer[] =>
    boxes.map((bounding_box) => ({
      face: anIndexedFace({
        collection_id: COLLECTION,
        face_id: collections.add(COLLECTION, 'ann', imageId),
        image_id: imageId,
        bounding_box,
      }),
      observation: aFace({ boundingBox: bounding_box }),
    }));
  collections.index = async (_id, _image, imageId) => {
    const [first, ...others] = indexed(imageId);
    // one face is asked for
    await collections.delete(
      COLLECTION,
      others.map(({ face }) => face.face_id),
    );
    return first;
  };
  const several = {
    search: collections.search.bind(collections),
    index: collections.index,
    delete: collections.delete.bind(collections),
    indexSeveral: async (...call: [string, Uint8Array, string, number?]) => {
      asked.push([call[0], call[2], call[3]]);
      return indexed(call[2]);
    },
  };
  const index = (image = anImageOf('ann')) =>
    indexSameFace(SOURCE, COLLECTION, image, 'migration', {
      collections: several,
      limiter: {
        reserve: async (...call) => {
          reserved.push(call);
          return { waitMs: reserved.length * 10 };
        },
      },
      wait: async (milliseconds) => void waited.push(milliseconds),
    });
  return { collections, waited, reserved, asked, index };
}

describe('indexing the face that another generation has', () => {
  it('takes the largest where that is the one', async () => {
    const { collections, index, waited, reserved, asked } = aCollection(SOURCE.bbox, ELSEWHERE);
    const { answer, calls } = await index();
    expect(answer).toMatchObject({ face: { image_id: 'img_7', bounding_box: SOURCE.bbox } });
    expect(calls).toEqual({ IndexFaces: 1 });
    expect(collections.allFaceIds()).toHaveLength(1);
    expect(reserved).toEqual([['IndexFaces', TENANT, 1]]);
    expect(waited).toEqual([10]);
    expect(asked).toEqual([]);
  });

  it('finds the one among smaller ones, keeps it alone, and waits for each call', async () => {
    const { collections, index, waited, asked } = aCollection(ELSEWHERE, SOURCE.bbox);
    const { answer, calls } = await index();
    if (typeof answer === 'string') throw new Error(answer);
    expect(answer.face.bounding_box).toEqual(SOURCE.bbox);
    expect(calls).toEqual({ IndexFaces: 2 });
    expect(collections.allFaceIds()).toEqual([answer.face.face_id]);
    expect(waited).toEqual([10, 20]);
    expect(asked).toEqual([[COLLECTION, 'img_7', 10]]);
  });

  it('keeps none where none is the one', async () => {
    const { collections, index } = aCollection(ELSEWHERE);
    expect(await index()).toEqual({ answer: 'face_not_matched', calls: { IndexFaces: 2 } });
    expect(collections.allFaceIds()).toEqual([]);
  });

  it('says so where the image shows nobody to this model', async () => {
    const { index } = aCollection();
    expect(await index(anImageOf(NOBODY))).toEqual({ answer: 'face_not_detected', calls: { IndexFaces: 1 } });
  });
});
