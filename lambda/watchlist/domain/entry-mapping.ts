import type { IndexedFace } from '../../collections/domain/indexed-face.ts';
import type { WatchlistFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import { enrolledImageKey } from '../../images/domain/enrolled-image-key.ts';
import { ownerOfEntry, type WatchlistEntry } from './watchlist-entry.ts';

/**
 * Creates the mapping of one face of an entry.
 * @param images the bucket of enrolled images, for the URL in the row
 */
export const mappingOfEntry = (
  entry: WatchlistEntry,
  face: IndexedFace,
  image_sha256: string,
  images: { urlOf(key: string): string },
  now: Date,
): WatchlistFaceMapping => ({
  ...ownerOfEntry(entry),
  tenant: entry.tenant,
  collection_id: face.collection_id,
  face_id: face.face_id,
  image_id: face.image_id,
  s3_image_url: images.urlOf(enrolledImageKey(entry.tenant, face.image_id)),
  image_sha256,
  bbox: face.bounding_box,
  face_model_version: face.face_model_version,
  session_id: entry.id,
  created_at: now.toISOString(),
});
