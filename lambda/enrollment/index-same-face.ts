import type {
  FaceCollections,
  IndexAnswer,
  IndexCause,
  SeveralFaces,
} from '../collections/ports/face-collections.ts';
import { sameFace } from '../images/domain/box-overlap.ts';
import type { BillableCalls } from '../kernel/billing.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import type { FaceMapping } from './domain/face-mapping.ts';

export interface IndexSameFaceDependencies {
  readonly collections: FaceCollections & SeveralFaces;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Maximum faces of an image that may show others next to the intended one. */
const MAX_FACES = 10;

/** Indexes the face inside the source's box, even if it is not the largest of the image. */
export async function indexSameFace(
  { tenant, image_id, bbox }: FaceMapping,
  collection: string,
  image: Uint8Array,
  cause: IndexCause,
  { collections, limiter, wait }: IndexSameFaceDependencies,
): Promise<{ answer: IndexAnswer | 'face_not_detected' | 'face_not_matched'; calls: BillableCalls }> {
  const permit = async () => wait((await limiter.reserve('IndexFaces', tenant, 1)).waitMs);
  await permit();
  const largest = await collections.index(collection, image, image_id, cause);
  if (!largest) return { answer: 'face_not_detected', calls: { IndexFaces: 1 } };
  if (sameFace(bbox, [largest.face.bounding_box]) !== undefined)
    return { answer: largest, calls: { IndexFaces: 1 } };
  await collections.delete(collection, [largest.face.face_id], 'wrong_face');
  await permit();
  const all = await collections.indexSeveral(collection, image, image_id, MAX_FACES, cause);
  const meant = sameFace(
    bbox,
    all.map(({ face }) => face.bounding_box),
  );
  const others = all.filter((_, index) => index !== meant).map(({ face }) => face.face_id);
  if (others.length > 0) await collections.delete(collection, others, 'wrong_face');
  const answer = meant === undefined ? undefined : all[meant];
  return { answer: answer ?? 'face_not_matched', calls: { IndexFaces: 2 } };
}
