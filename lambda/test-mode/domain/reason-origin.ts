import type { VerificationPolicy } from '../../kernel/policy.ts';
import { REASON_CODES, type ReasonCode } from '../../kernel/reason-code.ts';
import { isByDocument } from '../../sessions/domain/alternative-path.ts';
import { questionsOfReview } from '../../sessions/domain/review.ts';
import {
  enrollingType,
  recognizesUser,
  type VerificationSession,
} from '../../sessions/domain/verification-session.ts';

/** The step that finds a reason. */
export type Origin =
  | 'liveness_check'
  | 'liveness_band'
  | 'capture_comparison'
  | 'selfie_file'
  | 'selfie_quality'
  | 'document_quality'
  | 'face_match'
  | 'consent'
  | 'enrollment_claim'
  | 'first_claim'
  | 'further_claim'
  | 'duplicate_search'
  | 'watchlist_search'
  | 'recognition'
  | 'search_fault'
  | 'fault'
  | 'path_without_face'
  | 'reviewer'
  | 'lapsed_review';

export const ORIGINS: Readonly<Record<ReasonCode, Origin>> = {
  face_not_detected: 'selfie_quality',
  multiple_faces_detected: 'selfie_quality',
  face_too_small: 'selfie_quality',
  pose_out_of_range: 'selfie_quality',
  image_too_blurry: 'selfie_quality',
  image_too_dark: 'selfie_quality',
  face_occluded: 'selfie_quality',
  eyes_closed: 'selfie_quality',
  mouth_open: 'selfie_quality',
  sunglasses_worn: 'selfie_quality',
  eyeglasses_worn: 'selfie_quality',
  image_format_unsupported: 'selfie_file',
  image_too_small: 'selfie_file',
  image_too_large: 'selfie_file',
  document_face_not_found: 'document_quality',
  document_is_selfie: 'document_quality',
  document_multiple_people: 'document_quality',
  document_face_too_small: 'document_quality',
  document_pose_out_of_range: 'document_quality',
  document_image_too_blurry: 'document_quality',
  document_image_too_dark: 'document_quality',
  document_face_occluded: 'document_quality',
  document_image_format_unsupported: 'document_quality',
  document_image_too_small: 'document_quality',
  document_image_too_large: 'document_quality',
  liveness_confidence_low: 'liveness_check',
  liveness_check_failed: 'liveness_check',
  reference_image_missing: 'liveness_check',
  challenge_version_retired: 'liveness_check',
  attempts_exhausted: 'liveness_check',
  liveness_in_band: 'liveness_band',
  replay_suspected: 'capture_comparison',
  near_copy_suspected: 'capture_comparison',
  face_mismatch: 'face_match',
  match_in_band: 'face_match',
  duplicate_face: 'duplicate_search',
  possible_duplicate: 'duplicate_search',
  consent_withdrawn: 'consent',
  duplicate_image: 'enrollment_claim',
  user_already_enrolled: 'first_claim',
  enrollment_in_progress: 'further_claim',
  face_limit_reached: 'further_claim',
  watchlist_hit: 'watchlist_search',
  user_not_enrolled: 'recognition',
  face_not_recognized: 'recognition',
  existing_account: 'reviewer',
  review_lapsed: 'lapsed_review',
  alternative_path: 'path_without_face',
  search_incomplete: 'search_fault',
  model_version_unsupported: 'fault',
  upstream_throttled: 'fault',
  upstream_unavailable: 'fault',
  internal_error: 'fault',
};

type DecidedSession = Pick<
  VerificationSession,
  'type' | 'status' | 'alternative_path' | 'document_required' | 'review' | 'selfie'
>;

/** Returns the reasons for which a session can go on or end from where it is, by its type and its policy. */
export function possibleReasons(
  session: DecidedSession,
  policy: VerificationPolicy,
): readonly [ReasonCode, ...ReasonCode[]] {
  const [first = 'internal_error', ...others] =
    session.status === 'in_review'
      ? heldReasons(session, policy)
      : REASON_CODES.filter((reason) => isPossible(reason, session, policy));
  return [first, ...others];
}

/** A reviewer declines for what the session is held for; until its images are deleted, it waits. */
function heldReasons({ review }: DecidedSession, { review: { same_person } }: VerificationPolicy) {
  const questions = review ? questionsOfReview(review) : [];
  const held = REASON_CODES.filter((reason) => review?.reason_codes.includes(reason));
  const linked = same_person === 'link' && questions.includes('possible_duplicate');
  return [...held, ...(linked ? (['existing_account'] as const) : []), 'review_lapsed' as const];
}

function isPossible(reason: ReasonCode, session: DecidedSession, policy: VerificationPolicy): boolean {
  const origin = ORIGINS[reason];
  // a document is for a person at once, and no check runs
  if (isByDocument(session)) return origin === 'path_without_face';
  const { checks, watchlist, replay } = policy;
  const isLogin = enrollingType(session) === undefined;
  switch (origin) {
    case 'liveness_check':
      return session.status === 'requires_input' && !session.selfie;
    case 'capture_comparison':
      return reason === 'replay_suspected' || replay.near === 'review';
    case 'selfie_file':
      return true;
    case 'selfie_quality':
      return !isLogin || checks.login_quality;
    case 'document_quality':
    case 'face_match':
      return !isLogin && session.document_required;
    case 'liveness_band':
    case 'consent':
    case 'enrollment_claim':
      return !isLogin;
    case 'duplicate_search':
      return !isLogin && checks.duplicates;
    case 'watchlist_search':
      return isLogin ? watchlist.at_login !== 'off' : checks.watchlists;
    case 'first_claim':
      return !recognizesUser(session);
    case 'further_claim':
      return !isLogin && recognizesUser(session);
    case 'recognition':
      return recognizesUser(session);
    case 'search_fault':
      return !isLogin && (checks.duplicates || checks.watchlists);
    case 'fault':
      // a login is decided within its request, and only one that never was ends for a fault
      return !isLogin || reason === 'upstream_unavailable';
    case 'path_without_face':
    case 'reviewer':
    case 'lapsed_review':
      return false;
  }
}
