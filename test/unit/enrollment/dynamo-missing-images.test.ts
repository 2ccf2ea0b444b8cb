import { describe, expect, it } from 'vitest';
import { missingCopyPuts } from '../../../lambda/enrollment/adapters/dynamo-missing-images.ts';
import { aClaim, anIndexedFace, NOON } from '../../support/lambda/builders.ts';

const ACTIVE = 'p.acme.g1.0';
const FILLING = 'p.acme.g2.0';
const planned = { collection_id: ACTIVE, image_id: 'img_1', generations_revision: 1, copies: [FILLING] };
const face = anIndexedFace({ collection_id: ACTIVE, image_id: 'img_1' });
const other = (image_id: string, rejected_for: string[] = []) => ({
  image: 1,
  face: anIndexedFace({ collection_id: ACTIVE, image_id }),
  rejected_for,
});
const rowsOf = (changes: Parameters<typeof aClaim>[0]) =>
  missingCopyPuts('control', aClaim({ planned, face, ...changes }), NOON).map(({ Put: { Item } }) =>
    [Item.pk, Item.image_id, Item.reason].join(' '),
  );

describe('what an enrollment records as missing', () => {
  it('is nothing where every generation has its face', () => {
    const copies = { [FILLING]: anIndexedFace({ collection_id: FILLING }) };
    expect(rowsOf({ copies })).toEqual([]);
    // cut over since: the face that was judged is the copy
    expect(rowsOf({ planned: { ...planned, copies: [ACTIVE] } })).toEqual([]);
  });

  it('is the image that the model of another generation sees nobody in', () => {
    expect(rowsOf({})).toEqual(['acme#missing-images#g2 img_1 face_not_detected']);
  });

  it('is each image that is enrolled where the user has no shard', () => {
    const stitched = { image: 0, others: [other('img_2'), other('img_3', ['image_too_dark'])] };
    expect(rowsOf({ planned: { ...planned, copies: [], without_shard: ['g3'] }, stitched })).toEqual([
      'acme#missing-images#g3 img_1 shard_attribute_missing',
      'acme#missing-images#g3 img_2 shard_attribute_missing',
    ]);
  });

  it('is what came with the image that was copied', () => {
    const copies = { [FILLING]: anIndexedFace({ collection_id: FILLING }) };
    expect(rowsOf({ copies, stitched: { image: 0, others: [other('img_2')] } })).toEqual([
      'acme#missing-images#g2 img_2 not_copied',
    ]);
  });
});
