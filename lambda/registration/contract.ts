import * as z from 'zod/mini';
import { indexedFace } from '../collections/domain/indexed-face.ts';
import { boundingBox } from '../kernel/bounding-box.ts';
import { policyReference } from '../kernel/policy-reference.ts';
import { enrollmentMode } from '../sessions/domain/verification-session.ts';
import { comparison, judgedDocument } from './domain/face-match.ts';
import { registrationPlan } from './domain/registration-plan.ts';

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
  /** Decides the registration. */
  policy: policyReference,
  /** Steps that it runs, by that policy. */
  plan: registrationPlan,
  sensitivity: z.enum(['regular', 'sensitive']),
  /** The receipt of consent; absent in runs of earlier releases. */
  consent_receipt: z.optional(z.string()),
  /** Attributes for shard keys, such as a country or company. */
  attributes: z.optional(z.record(z.string(), z.string())),
  selfie: z.extend(storedImage, {
    /** The face that liveness has checked; absent where it returned none. */
    face: z.optional(boundingBox),
  }),
  /** The document of a registration; a re-enrollment recognizes its user instead. */
  document: z.optional(storedImage),
  /** Of a re-enrollment. */
  enrollment: z.optional(z.object({ mode: enrollmentMode })),
  /** Reasons of the liveness check for which a person has to judge it, unless they have, or which decline. */
  unsettled: z.optional(z.array(z.string())),
  /** Findings of people that continue the session, such as `accept_match`. */
  accepted: z.optional(z.array(z.string())),
  /** From the second run on, after a review. */
  run: z.optional(z.int().check(z.minimum(2))),
});
export type RegistrationInput = z.infer<typeof registrationInput>;
/** Members of a plan, on which the machine branches. */
export type PlannedStep = keyof RegistrationInput['plan'];

/** Returns the document of a registration. @throws Error if it has none, as a re-enrollment */
export function documentOf({ session_id, document }: RegistrationInput): StoredImage {
  if (!document) throw new Error(`session ${session_id} has no document`);
  return document;
}
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
  CheckDocumentQuality: 'check-image-quality',
  CheckSelfieQuality: 'check-image-quality',
  CompareFaces: 'compare-faces',
  CompareFacesAgain: 'compare-faces',
  RecognizeUser: 'recognize-user',
  ClaimEnrollment: 'claim-enrollment',
  IndexFace: 'index-face',
  SearchForDuplicates: 'search-duplicate-faces',
  ApproveRegistration: 'decide-registration',
  DeclineRegistration: 'decide-registration',
  FailRegistration: 'decide-registration',
  HoldRegistration: 'decide-registration',
} as const;

export const imageRole = z.enum(['selfie', 'document']);

/**
 * The selfie to index: scaled down if larger than Full HD, cropped to the face in sensitive flows and if
 * scaling would make the face too small.
 */
export const preparedSelfie = z.extend(storedImage, {
  /** Lowercase hex SHA-256 of the uploaded bytes. */
  sha256: z.string().check(z.length(64)),
  width_px: z.int().check(z.positive()),
  height_px: z.int().check(z.positive()),
});
export type PreparedSelfie = z.infer<typeof preparedSelfie>;

/** Every task that can refuse returns `continue`: false leads to DeclineRegistration with `reason_codes`. */
const verdict = { continue: z.boolean(), reason_codes: z.array(z.string()) };

export const checkImageQualityInput = z.object({ registration: registrationInput, image: imageRole });
export const checkImageQualityOutput = z.object({
  ...verdict,
  document: z.optional(judgedDocument),
  /** The portrait of a good document; absent if the policy has only selfies searched. */
  portrait: z.optional(storedImage),
});

export const compareFacesInput = z.object({
  registration: registrationInput,
  /** Compares the crop of the document after the whole of it. */
  again: z.optional(z.object({ selfie: preparedSelfie, document: judgedDocument, comparison })),
});
export const compareFacesOutput = z.object({
  /** Absent if there is no document to compare with. */
  comparison: z.optional(comparison),
  selfie: z.optional(preparedSelfie),
});

export const recognizeUserInput = z.object({ registration: registrationInput });
export const recognizeUserOutput = z.object({ ...verdict, selfie: z.optional(preparedSelfie) });

export const searchDuplicateFacesInput = z.object({
  registration: registrationInput,
  selfie: preparedSelfie,
  /** The face this enrollment has just indexed. */
  enrollment: indexedFace,
  /** The portrait of the document; null or absent where the run began before it was searched. */
  portrait: z.optional(z.nullable(storedImage)),
});
export const searchDuplicateFacesOutput = z.object({ ...verdict });

/** Everything that is known before anything is claimed. */
export const claimEnrollmentInput = z.object({
  registration: registrationInput,
  /** Why the quality gate refuses the images: the document first. */
  refused_for: z.array(z.string()),
  /** Null if the document shows no face. */
  document: z.nullable(judgedDocument),
  /** Null if the policy asks for no document. */
  comparison: z.nullable(comparison),
  /** Null if nothing was compared. */
  selfie: z.nullable(preparedSelfie),
});
export const claimEnrollmentOutput = z.object({ ...verdict });

export const indexFaceInput = z.object({ registration: registrationInput, selfie: preparedSelfie });
export const indexFaceOutput = z.object({ ...verdict, enrollment: z.optional(indexedFace) });

export const decideRegistrationInput = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('approved'),
    registration: registrationInput,
    selfie: preparedSelfie,
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
