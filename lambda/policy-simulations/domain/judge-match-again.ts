import { methodFor, OWN_FACES_MEASURE } from '../../authentication/domain/recognition-method.ts';
import { hasThreshold, matchThreshold, reviewFrom } from '../../collections/domain/match-threshold.ts';
import { comparisonReasons, OTHER_FACES_MEASURE } from '../../images/domain/document-comparison.ts';
import { type Check, SIMILARITY_MEASURE } from '../../kernel/check.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { Sensitivity } from '../../kernel/sensitivity.ts';
import type { SessionType } from '../../kernel/session-type.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { certain, type JudgedAgain, numberOf, storedReasons, unknown, unmeasured } from './judged-again.ts';

type ComparingPolicy = Pick<
  VerificationPolicy,
  'match_thresholds' | 'stateless_face_model_version' | 'document'
>;

/** Judges the stored comparison of a selfie and a document by another policy. */
export function judgeComparisonAgain(
  check: Check | undefined,
  { match_thresholds, stateless_face_model_version: model, document }: ComparingPolicy,
  sensitivity: Sensitivity,
): JudgedAgain {
  if (!check) return unknown('check_not_made');
  const similarity = numberOf(check, SIMILARITY_MEASURE);
  if (similarity === undefined) return unmeasured(check);
  return certain(
    comparisonReasons(
      { similarity, leastSimilar: numberOf(check, OTHER_FACES_MEASURE) ?? 100 },
      {
        matchFrom: matchThreshold(match_thresholds, model, sensitivity),
        reviewFrom: reviewFrom(match_thresholds, model, sensitivity),
        otherPersonBelow: document.other_person_below,
      },
    ),
  );
}

/** Judges the stored comparison of a login with the enrolled images by another policy. */
export function judgeRecognitionAgain(
  check: Check | undefined,
  { match_thresholds, stateless_face_model_version: model }: ComparingPolicy,
  sensitivity: Sensitivity,
): JudgedAgain {
  if (!check) return unknown('check_not_made');
  const similarity = numberOf(check, SIMILARITY_MEASURE);
  if (similarity === undefined) return unmeasured(check);
  return certain(
    similarity >= matchThreshold(match_thresholds, model, sensitivity) ? [] : ['face_not_recognized'],
  );
}

/**
 * Judges the stored search of a user's own collections by another policy. It has found the best of the own
 * faces at or above the threshold of that time; whether one was below it is unknown.
 */
export function judgeOwnFaceSearchAgain(
  check: Check | undefined,
  { match_thresholds }: Pick<VerificationPolicy, 'match_thresholds'>,
  sensitivity: Sensitivity,
): JudgedAgain {
  if (!check) return unknown('search_not_made');
  if (storedReasons(check).includes('user_not_enrolled')) return certain(['user_not_enrolled']);
  const shards = check.searched_shards ?? [];
  const found = numberOf(check, OWN_FACES_MEASURE);
  if (found === undefined || shards.length === 0) return unmeasured(check);
  if (shards.some(({ face_model_version: model }) => !hasThreshold(match_thresholds, model)))
    return unknown('unknown_model');
  const wanted = shards.map(({ face_model_version: model, threshold }) => ({
    now: matchThreshold(match_thresholds, model, sensitivity),
    searched: threshold,
  }));
  if (found === 0)
    return wanted.every(({ now, searched }) => searched !== undefined && searched <= now)
      ? certain(['face_not_recognized'])
      : unknown('below_searched_threshold');
  const best = numberOf(check, SIMILARITY_MEASURE);
  if (best === undefined) return unknown('measure_not_taken');
  if (wanted.every(({ now }) => best >= now)) return certain([]);
  // several models at once: the collection of the best face is not stored
  return wanted.every(({ now }) => best < now)
    ? certain(['face_not_recognized'])
    : unknown('measure_not_taken');
}

/** Judges how the user of a session was recognized, by the method that another policy has for its type. */
export const judgeIdentityAgain = (
  type: SessionType,
  checks: Pick<VerificationSession['checks'], 'enrolled_face_search' | 'face_match'>,
  policy: VerificationPolicy,
  sensitivity: Sensitivity,
): JudgedAgain =>
  methodFor(type, policy) === 'search'
    ? judgeOwnFaceSearchAgain(checks.enrolled_face_search, policy, sensitivity)
    : judgeRecognitionAgain(checks.face_match, policy, sensitivity);
