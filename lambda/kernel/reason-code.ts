import * as z from 'zod/mini';

/**
 * Why a verification was declined, failed or must be retried. A client app only gets
 * `user_message_key`: codes that would show a fraudster which check failed share one neutral key.
 */
interface Reason<Key extends string = string> {
  /** Whether the same person may succeed with another attempt. */
  readonly retryable: boolean;
  readonly user_message_key: Key;
  /** Class of the reasons that another document may change in the same session; absent for others. */
  readonly attempt_error?: AttemptErrorCode;
}

/** Class of a failed attempt, for programs; which check failed, and by how much, is in the report alone. */
export const attemptErrorCode = z.enum(['photograph_again', 'person_not_matched']);
export type AttemptErrorCode = z.infer<typeof attemptErrorCode>;

/** Gives no reason. Attempts that are used up share it, so that it never means a duplicate alone. */
export const CONFIDENTIAL = { retryable: false, user_message_key: 'verification_declined' } as const;
const retry = <Key extends string>(user_message_key: Key) => ({ retryable: true, user_message_key }) as const;
/** May succeed with another photo of the document. */
const photograph = <Key extends string>(user_message_key: Key) =>
  ({ ...retry(user_message_key), attempt_error: 'photograph_again' }) as const;

export const REASONS = {
  // the selfie, which is the reference image of the liveness check
  face_not_detected: retry('show_your_face'),
  multiple_faces_detected: retry('be_alone_in_the_picture'),
  face_too_small: retry('move_closer'),
  pose_out_of_range: retry('look_straight_ahead'),
  image_too_blurry: retry('hold_still'),
  image_too_dark: retry('find_better_light'),
  face_occluded: retry('uncover_your_face'),
  eyes_closed: retry('open_your_eyes'),
  mouth_open: retry('close_your_mouth'),
  sunglasses_worn: retry('take_off_your_sunglasses'),
  eyeglasses_worn: retry('take_off_your_glasses'),
  image_format_unsupported: retry('use_another_picture'),
  image_too_small: retry('use_another_picture'),
  image_too_large: retry('use_another_picture'),
  // the identity document
  document_face_not_found: photograph('photograph_document_again'),
  document_is_selfie: photograph('photograph_document_again'),
  document_multiple_people: photograph('photograph_only_the_document'),
  document_face_too_small: photograph('photograph_document_closer'),
  document_pose_out_of_range: photograph('photograph_document_flat'),
  document_image_too_blurry: photograph('photograph_document_sharper'),
  document_image_too_dark: photograph('photograph_document_in_better_light'),
  document_face_occluded: photograph('uncover_portrait_on_document'),
  document_image_format_unsupported: photograph('use_jpeg_or_png_of_document'),
  document_image_too_small: photograph('photograph_document_closer'),
  document_image_too_large: photograph('use_smaller_picture_of_document'),
  // liveness
  liveness_confidence_low: retry('repeat_liveness_check'),
  liveness_check_failed: retry('repeat_liveness_check'),
  reference_image_missing: retry('repeat_liveness_check'),
  // the app is too old: no failure of its person, and none that counts
  challenge_version_retired: retry('upgrade_required'),
  liveness_in_band: CONFIDENTIAL,
  // the pictures of the check are, or look like, those of another session
  replay_suspected: CONFIDENTIAL,
  near_copy_suspected: CONFIDENTIAL,
  attempts_exhausted: CONFIDENTIAL,
  // comparison
  face_mismatch: { ...retry('face_does_not_match_document'), attempt_error: 'person_not_matched' },
  match_in_band: CONFIDENTIAL,
  // duplicates
  duplicate_face: CONFIDENTIAL,
  possible_duplicate: CONFIDENTIAL,
  duplicate_image: CONFIDENTIAL,
  watchlist_hit: CONFIDENTIAL,
  // the person has withdrawn it, and knows
  consent_withdrawn: { retryable: false, user_message_key: 'consent_needed' },
  // authentication: does not reveal whether the user is unknown or someone else is in front of the camera
  user_not_enrolled: CONFIDENTIAL,
  face_not_recognized: CONFIDENTIAL,
  face_limit_reached: { retryable: false, user_message_key: 'ask_for_help' },
  enrollment_in_progress: retry('try_again_later'),
  user_already_enrolled: { retryable: false, user_message_key: 'already_registered' },
  // review: the person has another account, and the policy names it as the one to use
  existing_account: { retryable: false, user_message_key: 'use_existing_account' },
  review_lapsed: retry('try_again_later'),
  // no face at all: a reviewer judges the document
  alternative_path: CONFIDENTIAL,
  // internal errors
  model_version_unsupported: { retryable: false, user_message_key: 'ask_for_help' },
  search_incomplete: retry('try_again_later'),
  upstream_throttled: retry('try_again_later'),
  upstream_unavailable: retry('try_again_later'),
  internal_error: retry('try_again_later'),
} as const satisfies Readonly<Record<string, Reason>>;

export type ReasonCode = keyof typeof REASONS;
export const REASON_CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];
/**
 * A reason code in a stored object: documented as the codes of this release, and read as any text, since
 * functions of two releases read the same rows while a deployment replaces them.
 */
export const storedReasonCode = z
  .string()
  .register(z.globalRegistry, { id: 'ReasonCode', enum: REASON_CODES });
/** Reasons that neither pass nor fail a check, such as scores in a review band: a person judges them. */
const IN_BAND: readonly string[] = [
  'liveness_in_band',
  'near_copy_suspected',
  'match_in_band',
  'possible_duplicate',
] satisfies ReasonCode[];
export const isInBand = (code: string): boolean => IN_BAND.includes(code);

/** Returns the class of a reason that another document may change; undefined if none may. */
export const attemptErrorOf = (code: ReasonCode): AttemptErrorCode | undefined =>
  (REASONS[code] as Reason).attempt_error;
export const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code);

export type UserMessageKey = (typeof REASONS)[ReasonCode]['user_message_key'];
export const userMessageKey = z
  .enum([...new Set(Object.values(REASONS).map(({ user_message_key }) => user_message_key))])
  .register(z.globalRegistry, {
    id: 'UserMessageKey',
    description: 'Key of a message that is safe to show; docs/integration.md has texts.',
  });

export interface UserMessage {
  readonly user_message_key: UserMessageKey;
  readonly retryable: boolean;
}

/**
 * Selects the message for the client app. A confidential reason hides all others;
 * otherwise a reason that forbids another attempt comes first, then the first reason.
 */
export function userMessageOf(codes: readonly ReasonCode[]): UserMessage | undefined {
  const reasons = codes.map((code): UserMessage => {
    const { retryable, user_message_key } = REASONS[code];
    return { retryable, user_message_key };
  });
  return (
    reasons.find((reason) => reason.user_message_key === CONFIDENTIAL.user_message_key) ??
    reasons.find((reason) => !reason.retryable) ??
    reasons[0]
  );
}

/** Reason codes of faults that end a workflow, by error name. */
const FAULT_REASONS: Readonly<Record<string, ReasonCode>> = {
  SearchIncomplete: 'search_incomplete',
  SearchRefused: 'search_incomplete',
  ReviewLapsed: 'review_lapsed',
  CompetitorUndecided: 'search_incomplete',
  UnknownFaceModelVersion: 'model_version_unsupported',
  ThrottlingException: 'upstream_throttled',
  ProvisionedThroughputExceededException: 'upstream_throttled',
  TransactionCanceledException: 'upstream_throttled',
  TransactionConflictException: 'upstream_throttled',
  RateExhausted: 'upstream_throttled',
  'Lambda.TooManyRequestsException': 'upstream_throttled',
  InternalServerError: 'upstream_unavailable',
  ServiceUnavailableException: 'upstream_unavailable',
  TimeoutError: 'upstream_unavailable',
  'Lambda.ServiceException': 'upstream_unavailable',
  'Lambda.AWSLambdaException': 'upstream_unavailable',
  'Lambda.SdkClientException': 'upstream_unavailable',
  'Lambda.ClientExecutionTimeoutException': 'upstream_unavailable',
  'Sandbox.Timedout': 'upstream_unavailable',
  'States.Timeout': 'upstream_unavailable',
  // statuses of an execution that could not record its own end; one that was stopped is an operator's doing
  FAILED: 'upstream_unavailable',
  TIMED_OUT: 'upstream_unavailable',
};
export const reasonOfFault = (errorName: string): ReasonCode => FAULT_REASONS[errorName] ?? 'internal_error';
