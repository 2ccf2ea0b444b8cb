import { describe, expect, it } from 'vitest';
import { abandon, faceDeletion } from '../../../../lambda/enrollment/domain/face-deletion.ts';
import { aClaim, anIndexedFace, NOON } from '../../../support/lambda/builders.ts';

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
