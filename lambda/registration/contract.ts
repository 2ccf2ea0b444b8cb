import * as z from 'zod/mini';
import { indexedFace } from '../collections/domain/indexed-face.ts';

/**
 * Payloads between the registration state machine and its task functions. The machine reads `continue` and
 * passes the rest on; images are S3 keys, never bytes (a state holds 256 KB, and images do not belong in
 * histories).
 */
export const storedImage = z.object({
  key: z.string().check(z.minLength(1)),
  version_id: z.optional(z.string().check(z.minLength(1))),
});
export type StoredImage = z.infer<typeof storedImage>;

/** Input of the execution, written by submit; part of every task's payload. */
export const registrationInput = z.object({
  tenant: z.string().check(z.minLength(1)),
  session_id: z.string().check(z.minLength(1)),
  user_id: z.string().check(z.minLength(1)),
  type: z.enum(['registration', 're_enrollment']),
  sensitivity: z.enum(['regular', 'sensitive']),
  /** Attributes for shard keys, such as a country or company. */
  attributes: z.optional(z.record(z.string(), z.string())),
  selfie: storedImage,
  document: storedImage,
  /** From the second run on, after a review. */
  run: z.optional(z.int().check(z.minimum(2))),
});
export type RegistrationInput = z.infer<typeof registrationInput>;
/**
 * Returns the name of the execution: a session runs once, and again after each review with `search_again`.
 */
export const registrationExecution = ({
  session_id,
  run,
}: Pick<RegistrationInput, 'session_id' | 'run'>): string =>
  run === undefined ? session_id : `${session_id}-${run}`;

/**
 * Name of each task of the machine -> the function that does it: one name for state, function and use-case.
 */
export const REGISTRATION_TASKS = {
  CheckSelfieQuality: 'check-image-quality',
  CheckDocumentQuality: 'check-image-quality',
  CompareFaces: 'compare-faces',
  ClaimEnrollment: 'claim-enrollment',
  IndexFace: 'index-face',
  SearchForDuplicates: 'search-duplicate-faces',
  ApproveRegistration: 'decide-registration',
  DeclineRegistration: 'decide-registration',
  DeleteFaces: 'delete-revoked-faces',
  FailRegistration: 'decide-registration',
  DeleteFacesAfterFault: 'delete-revoked-faces',
} as const;

/** The same for deployments whose policy holds incomplete searches for review. */
export const REVIEW_TASKS = {
  HoldRegistration: 'decide-registration',
  DeleteFacesBeforeReview: 'delete-revoked-faces',
} as const;

export const imageRole = z.enum(['selfie', 'document']);

/**
 * Reference of a prepared image: scaled down if larger than Full HD, cropped
 * to the face in sensitive flows and if scaling would make the face too small.
 */
export const preparedImageReference = z.extend(storedImage, {
  /** Lowercase hex SHA-256 of the uploaded bytes. */
  sha256: z.string().check(z.length(64)),
  /** How the whole image looks, in 16 hex digits; absent if it has no contrast. */
  difference_hash: z.optional(z.string().check(z.length(16))),
  width_px: z.number().check(z.int(), z.positive()),
  height_px: z.number().check(z.int(), z.positive()),
  /** Box of the face that the quality gate judged, in shares of the prepared image. */
  face: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
  /** Pixels of the original that the prepared image shows. */
  shown_px: z.object({ width: z.number().check(z.positive()), height: z.number().check(z.positive()) }),
});
export type PreparedImageReference = z.infer<typeof preparedImageReference>;

/** Every task returns `continue`: false leads to DeclineRegistration with `reason_codes`. */
const verdict = { continue: z.boolean(), reason_codes: z.array(z.string()) };

export const checkImageQualityInput = z.object({ registration: registrationInput, image: imageRole });
export const checkImageQualityOutput = z.object({ ...verdict, image: z.optional(preparedImageReference) });

export const compareFacesInput = z.object({
  registration: registrationInput,
  selfie: preparedImageReference,
  document: preparedImageReference,
});
export const compareFacesOutput = z.object({ ...verdict });

export const searchDuplicateFacesInput = z.object({
  registration: registrationInput,
  selfie: preparedImageReference,
  /** The face this enrollment has just indexed. */
  enrollment: indexedFace,
});
export const searchDuplicateFacesOutput = z.object({ ...verdict });

export const claimEnrollmentInput = z.object({
  registration: registrationInput,
  selfie: preparedImageReference,
});
export const claimEnrollmentOutput = z.object({ ...verdict });

export const indexFaceInput = z.object({ registration: registrationInput, selfie: preparedImageReference });
export const indexFaceOutput = z.object({ ...verdict, enrollment: z.optional(indexedFace) });

export const decideRegistrationInput = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('approved'),
    registration: registrationInput,
    selfie: preparedImageReference,
    enrollment: indexedFace,
  }),
  z.object({
    outcome: z.literal('declined'),
    registration: registrationInput,
    reason_codes: z.array(z.string()).check(z.minLength(1)),
  }),
  z.object({ outcome: z.literal('error'), registration: registrationInput, error: z.string() }),
  z.object({ outcome: z.literal('in_review'), registration: registrationInput, error: z.string() }),
]);
/**
 * `continue` is false if an approval lost the race of two
 * users with one face; the machine then declines.
 */
export const decideRegistrationOutput = z.object({ ...verdict });

/** Deletes the faces of an enrollment that ended without an approval; there may be none. */
export const deleteRevokedFacesInput = z.object({ registration: registrationInput });
export const deleteRevokedFacesOutput = z.object({ deleted_face_ids: z.array(z.string()) });
