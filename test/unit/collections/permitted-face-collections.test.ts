import { expect, it } from 'vitest';
import { permittedFaceCollections } from '../../../lambda/collections/permitted-face-collections.ts';
import { RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';

const COLLECTION = 'face-idv.acme.g1.0';

it('takes a permit before each face that is indexed, and none for other calls', async () => {
  const collections = new InMemoryCollections();
  const taken: unknown[] = [];
  const permitted = permittedFaceCollections(collections, async (operation, permits) => {
    taken.push([operation, permits, collections.calls.length]);
  });
  const answer = await permitted.index(COLLECTION, anImageOf('ann'), 'img_1', 'registration');
  expect(taken).toEqual([['IndexFaces', 1, 0]]);
  const found = await permitted.search(COLLECTION, anImageOf('ann'), 90);
  expect(found?.faces.map(({ faceId }) => faceId)).toEqual([answer?.face.face_id]);
  await permitted.delete(COLLECTION, [answer?.face.face_id ?? ''], 'low_quality');
  expect(collections.collections.get(COLLECTION)).toEqual([]);
  expect(taken).toHaveLength(1);
});

it('indexes nothing without a permit', async () => {
  const collections = new InMemoryCollections();
  const permitted = permittedFaceCollections(collections, () => Promise.reject(new RateExhausted('later')));
  await expect(permitted.index(COLLECTION, anImageOf('ann'), 'img_1', 'copy')).rejects.toThrow(RateExhausted);
  expect(collections.calls).toEqual([]);
});
