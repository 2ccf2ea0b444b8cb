import type { TakePermits } from '../rate-limits/take-interactive-permits.ts';
import type { FaceCollections } from './ports/face-collections.ts';

/** Collections into which every face is indexed with a permit. */
export const permittedFaceCollections = (
  collections: FaceCollections,
  take: TakePermits,
): FaceCollections => ({
  search: (...args) => collections.search(...args),
  delete: (...args) => collections.delete(...args),
  async index(...args) {
    await take('IndexFaces', 1);
    return collections.index(...args);
  },
});
