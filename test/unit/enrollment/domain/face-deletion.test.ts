import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  abandon,
  deletionBatches,
  deletionDelaySeconds,
  faceDeletion,
  imagesOf,
  MAX_DELETED_FACES,
} from '../../../../lambda/enrollment/domain/face-deletion.ts';
import { aClaim, aFaceDeletion, anIndexedFace, NOON } from '../../../support/lambda/builders.ts';

const planned = {
  collection_id: 'c.g1.0',
  image_id: 'img_1',
  generations_revision: 1,
  copies: ['c.g2.0', 'c.g3.0'],
};

describe('giving up an enrollment', () => {
  it('requests nothing where nothing was planned, so nothing is indexed', () => {
    const claim = aClaim();
    expect(abandon(claim, 'vs_1', NOON)).toEqual({ claim });
  });

  it('requests the deletion of every face, and a search where a face may be unknown', () => {
    const face = anIndexedFace({ collection_id: 'c.g1.0', face_id: 'face' });
    const copy = anIndexedFace({ collection_id: 'c.g3.0', face_id: 'copy' });
    const claim = aClaim({ planned, face, copies: { 'c.g3.0': copy } });
    const { deletion } = abandon(claim, 'vs_1', NOON);
    expect(deletion).toEqual({
      tenant: 'acme',
      id: 'vs_1',
      user_id: 'user-1',
      session_id: 'vs_1',
      image: claim.image,
      image_id: 'img_1',
      faces: [
        { collection_id: 'c.g1.0', face_id: 'face' },
        { collection_id: 'c.g3.0', face_id: 'copy' },
      ],
      searched_collections: ['c.g2.0'],
      requested_at: NOON.toISOString(),
    });
    expect(faceDeletion.parse(deletion)).toEqual(deletion);
  });

  it('includes the faces of other images that the same call has indexed', () => {
    const face = anIndexedFace({ collection_id: 'c.g1.0', face_id: 'face' });
    const other = anIndexedFace({ collection_id: 'c.g1.0', face_id: 'other' });
    const stitched = { image: 0, others: [{ image: 1, face: other, rejected_for: [] }] };
    const { deletion } = abandon(aClaim({ planned, face, stitched }), 'vs_1', NOON);
    expect(deletion?.faces.map(({ face_id }) => face_id)).toEqual(['face', 'other']);
  });

  it('searches everywhere where no face was recorded', () => {
    const { deletion } = abandon(aClaim({ planned }), 'vs_1', NOON);
    expect(deletion).toMatchObject({ faces: [], searched_collections: ['c.g1.0', 'c.g2.0', 'c.g3.0'] });
  });
});

describe('a deletion', () => {
  it('says why, where the face itself may not stay', () => {
    const reasonOf = (rejected_for: string[]) =>
      abandon(aClaim({ planned, rejected_for }), 'vs_1', NOON).deletion?.cause;
    expect(reasonOf(['image_too_dark'])).toBe('low_quality');
    expect(reasonOf([])).toBeUndefined();
  });

  it('is of its image, and of further ones that it has replaced', () => {
    expect(imagesOf(aFaceDeletion())).toEqual(['img_1']);
    expect(imagesOf(aFaceDeletion({ further_image_ids: ['img_2', 'img_3'] }))).toEqual([
      'img_1',
      'img_2',
      'img_3',
    ]);
  });

  it('waits for the vector without its faces alone', () => {
    expect(deletionDelaySeconds(aFaceDeletion({ cause: 'replaced' }))).toBe(60);
    expect(deletionDelaySeconds(aFaceDeletion({ cause: 'low_quality' }))).toBe(0);
    expect(deletionDelaySeconds(aFaceDeletion())).toBe(0);
  });
});

describe('the calls that delete faces', () => {
  it('are as few as possible, each for one collection, and delete every face once', () => {
    const face = fc.record({ collection_id: fc.constantFrom('a', 'b', 'c'), face_id: fc.uuid() });
    fc.assert(
      fc.property(fc.array(face), (faces) => {
        const batches = deletionBatches([...faces, ...faces]);
        const deleted = batches.flatMap(({ collection_id, face_ids }) =>
          face_ids.map((face_id) => `${collection_id} ${face_id}`),
        );
        const asked = new Set(faces.map(({ collection_id, face_id }) => `${collection_id} ${face_id}`));
        expect(deleted).toHaveLength(asked.size);
        expect(new Set(deleted)).toEqual(asked);
        expect(batches).toHaveLength(new Set(faces.map(({ collection_id }) => collection_id)).size);
      }),
    );
  });

  it('take no more faces than Rekognition does', () => {
    const faces = Array.from({ length: MAX_DELETED_FACES + 1 }, (_, face) => ({
      collection_id: 'a',
      face_id: `face-${face}`,
    }));
    expect(deletionBatches(faces).map(({ face_ids }) => face_ids.length)).toEqual([MAX_DELETED_FACES, 1]);
  });
});
