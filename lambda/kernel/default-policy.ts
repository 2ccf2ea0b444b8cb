import type * as z from 'zod/mini';
import { ABUSE_PRESETS } from './abuse-policy.ts';
import { type VerificationPolicy, verificationPolicySchema } from './policy.ts';

/** Recommended limits for both kinds of image (whitepaper 3.3.1). */
const WHITEPAPER_QUALITY = {
  max_yaw_degrees: 30,
  max_pitch_degrees: 30,
  min_sharpness: 25,
  min_brightness: 25,
  min_face_px: 50,
};

/** Recommended thresholds "to begin testing" (whitepaper 6.1). */
const WHITEPAPER_MATCH = { regular: 95, sensitive: 99 };

/** The whitepaper's numbers; a deployment overrides them by its own measurements. */
export const DEFAULT_POLICY: VerificationPolicy = verificationPolicySchema.parse({
  liveness: { min_confidence: 80, challenge: 'FaceMovementAndLightChallenge', max_attempts: 5 },
  // ours: with 1,000 checks per day a reviewer sees ten of them, and those in which a spoof is likeliest
  sampling: { share_percent: 1, points_above_threshold: 5 },
  match_thresholds: { '7.0': WHITEPAPER_MATCH, '6.0': WHITEPAPER_MATCH },
  stateless_face_model_version: '7.0',
  quality: { selfie: WHITEPAPER_QUALITY, document: WHITEPAPER_QUALITY },
  // ours: pale ghost portraits lose similarity, and two people rarely reach half of it
  document: { other_person_below: 60 },
  // as many calls per second as the large regions grant by default: a search then takes as long as its
  // slowest shard 12 s: a shard that hangs is asked three times, and the function has time left to store the
  // answer
  search: {
    max_concurrency: 50,
    deadline_ms: 12_000,
    max_matches: 10,
    document_face: true,
    on_incomplete: 'error',
  },
  // NIST SP 800-63A-4 (3.11); the whitepaper leaves it open
  duplicates: 'review',
  // ours: a list may be wrong about somebody, as a match may be
  watchlist: { on_hit: 'review', at_login: 'off' },
  // ours: equal bytes do not happen by chance, and equal looks may
  replay: { equal: 'decline', near: 'review' },
  // a second person for each case doubles the work
  review: { sla_hours: 24, four_eyes: false, max_days: 30, same_person: 'decline' },
  // one search of the user's own collection (whitepaper 5.3)
  authentication: { method: 'search' },
  step_up: { method: 'search' },
  // whitepaper 3.2: for people who are photosensitive, or do not want the check
  alternative_path: { means: ['movement_challenge', 'document_review'] },
  // ours: a blurry photo, another try, and one for good measure; every wrong face counts toward a lockout
  attempts: { document: 3 },
  // ours: glasses, a beard and the years change a face a few times; each one more is one more to be matched
  enrollment: { max_faces: 5 },
  abuse: ABUSE_PRESETS['aws-whitepaper-2024'],
  // ours: one login is left open by chance, and three in a day seldom
  takeover: { signals: 3, window_hours: 24 },
  // ours: a transaction is worth more than a login, and a new face decides about all later ones
  sensitivity: {
    registration: 'regular',
    authentication: 'regular',
    step_up: 'sensitive',
    re_enrollment: 'sensitive',
  },
  session_lifetime_minutes: 60,
  session_retention_days: 90,
  // list prices in us-east-1, first million calls per month; check them for your region and volume
  prices_usd: {
    GetFaceLivenessSessionResults: 0.015,
    DetectFaces: 0.001,
    CompareFaces: 0.001,
    SearchFacesByImage: 0.001,
    SearchUsersByImage: 0.001,
    IndexFaces: 0.001,
  },
} satisfies z.input<typeof verificationPolicySchema>);
