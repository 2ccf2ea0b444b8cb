import { creationTimeOf } from './identifier.ts';
import type { BoundingBox } from './quality-gate.ts';

/** A face in a collection. */
export interface IndexedFace {
  readonly collection_id: string;
  readonly face_id: string;
  /** ExternalImageId in Rekognition; sorts by time. */
  readonly image_id: string;
  readonly face_model_version: string;
  readonly bounding_box: BoundingBox;
}

/** What one session holds while it enrols a user; nobody else may enrol that user meanwhile. */
export interface EnrolmentClaim {
  readonly tenant: string;
  readonly user_id: string;
  readonly session_id: string;
  /** SHA-256 of the selfie as it was taken. */
  readonly image_sha256: string;
  /** Key of the image that is indexed. */
  readonly image_key: string;
  readonly state: 'claimed' | 'enrolled';
  /** Written before indexing, so that a face whose answer was lost can be found. */
  readonly planned?: { readonly collection_id: string; readonly image_id: string };
  /** Written as soon as the answer is there. */
  readonly face?: IndexedFace;
  /** Why the indexed face was not kept. */
  readonly rejected_for?: readonly string[];
}

/**
 * Who stands behind a face id: `pending` while its enrolment is under way (also when nothing is written yet),
 * `mapped` once approved, `revoked` when another enrolment of the same face, or its own failure, has ruled it out.
 */
export type FaceState = 'pending' | 'mapped' | 'revoked';

/** A face of someone else that a search found at or above the threshold. */
export interface CompetingFace {
  readonly state: FaceState;
  /** Undefined for a face that no enrolment of ours has indexed. */
  readonly imageId?: string | undefined;
}

/** No enrolment is under way for longer: the registration workflow ends after an hour. */
const LONGEST_ENROLMENT_MS = 3_600_000;

/**
 * What an enrolment that has indexed its face does about another's. Of two enrolments of one face under way, the one
 * with the lower image id goes on and revokes the other; revoking is a conditional write that a `mapped` face
 * withstands, and approving is one that a `revoked` face cannot pass, so exactly one of two survives whatever the order.
 * A face that has been pending for longer than an enrolment can be is a leftover: it is revoked, not yielded to.
 */
export function meetCompetitor(
  ownImageId: string,
  competitor: CompetingFace,
  now: Date,
): 'ignore' | 'revoke' | 'yield' {
  if (competitor.state === 'mapped') return 'yield';
  if (competitor.state === 'revoked') return 'ignore';
  const begun = competitor.imageId === undefined ? undefined : creationTimeOf(competitor.imageId);
  if (begun === undefined || now.getTime() - begun.getTime() > LONGEST_ENROLMENT_MS) return 'revoke';
  return (competitor.imageId ?? '') < ownImageId ? 'yield' : 'revoke';
}
