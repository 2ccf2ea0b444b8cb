import type { IndexedFace } from '../../collections/domain/indexed-face.ts';
import { enrolledImageKey } from '../../images/domain/enrolled-image-key.ts';
import type { BoundingBox } from '../../images/domain/quality-gate.ts';
import type { UserOwner, WatchlistOwner } from '../../kernel/face-owner.ts';
import { ID_PREFIXES } from '../../kernel/identifier.ts';
import type { EnrollmentClaim } from './enrollment.ts';

/** A face where it is indexed, and its image. */
interface MappedFace {
  readonly tenant: string;
  readonly collection_id: string;
  readonly face_id: string;
  readonly image_id: string;
  readonly s3_image_url: string;
  readonly image_sha256: string;
  readonly bbox: BoundingBox;
  readonly face_model_version: string;
  /** Similarity of selfie and document in percent, if they were compared. */
  readonly similarity?: number;
  /** Attributes for shard keys, so that the face finds its shard in another generation too. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The session, index job or watchlist entry by which the face was indexed. */
  readonly session_id: string;
  readonly created_at: string;
}

/** The face of a user, and its image. */
export type UserFaceMapping = Readonly<UserOwner> & MappedFace & { readonly source: 'selfie' | 'bulk' };
/** The face of an entry of a watchlist, and its image. */
export type WatchlistFaceMapping = Readonly<WatchlistOwner> & MappedFace;
/** The owner and image of a face (whitepaper 5.8). */
export type FaceMapping = UserFaceMapping | WatchlistFaceMapping;

/**
 * Creates the mapping of one face of a claim. All of it
 * comes from the claim, so that a lost row can be restored.
 * @param images the bucket of enrolled images, for the URL in the row
 */
export function mappingOf(
  claim: EnrollmentClaim,
  face: IndexedFace,
  images: { urlOf(key: string): string },
  now: Date,
): UserFaceMapping {
  const { tenant, user_id, session_id, image_sha256, similarity, attributes = {} } = claim;
  return {
    kind: 'user',
    tenant,
    user_id,
    collection_id: face.collection_id,
    face_id: face.face_id,
    image_id: face.image_id,
    s3_image_url: images.urlOf(enrolledImageKey(tenant, face.image_id)),
    image_sha256,
    bbox: face.bounding_box,
    face_model_version: face.face_model_version,
    // sessions of people have a selfie; other ids belong to index jobs
    source: session_id.startsWith(`${ID_PREFIXES.verificationSession}_`) ? 'selfie' : 'bulk',
    ...(similarity === undefined ? {} : { similarity }),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    session_id,
    created_at: now.toISOString(),
  };
}

/** Number of faces of a user: one for each image, whose copies are in other generations. */
export const facesOfUser = (mapped: readonly UserFaceMapping[]): number =>
  new Set(mapped.map(({ image_id }) => image_id)).size;
