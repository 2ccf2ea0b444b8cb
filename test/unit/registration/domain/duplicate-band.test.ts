import { expect, it } from 'vitest';
import { duplicateBands } from '../../../../lambda/registration/domain/duplicate-band.ts';

const TABLE = {
  '6.0': { regular: 90, sensitive: 99 },
  '7.0': { regular: 95, sensitive: 99, duplicate: 93, review_from: { duplicate: 88 } },
};
const shard = (collection_id: string, face_model_version: string, threshold: number) => ({
  collection_id,
  face_model_version,
  threshold,
});

it('each collection has the threshold and the band of its model', () => {
  const { shards, isInBand } = duplicateBands([shard('old', '6.0', 90), shard('new', '7.0', 88)], TABLE);
  expect(shards).toEqual([shard('old', '6.0', 90), { ...shard('new', '7.0', 93), review_from: 88 }]);
  const inBand = (collectionId: string, similarity: number) => isInBand({ collectionId, similarity });
  expect([inBand('new', 88), inBand('new', 92.9), inBand('new', 93), inBand('old', 90)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
