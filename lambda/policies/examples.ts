import type { Examples } from '../platform/route.ts';

/** The document of the default policy. */
const DOCUMENT = {
  checks: {
    document: true,
    duplicates: true,
    watchlists: true,
    login_quality: true,
  },
  liveness: {
    min_confidence: 80,
    challenge: 'FaceMovementAndLightChallenge',
    versions: {},
    max_attempts: 5,
  },
  sampling: {
    share_percent: 1,
    points_above_threshold: 5,
  },
  match_thresholds: {
    '7.0': {
      regular: 95,
      sensitive: 99,
    },
    '6.0': {
      regular: 95,
      sensitive: 99,
    },
  },
  quality: {
    selfie: {
      max_yaw_degrees: 30,
      max_pitch_degrees: 30,
      min_sharpness: 25,
      min_brightness: 25,
      min_face_px: 50,
      detect_before_indexing: false,
      rules: {},
    },
    document: {
      max_yaw_degrees: 30,
      max_pitch_degrees: 30,
      min_sharpness: 25,
      min_brightness: 25,
      min_face_px: 50,
    },
  },
  document: {
    other_person_below: 60,
  },
  duplicates: 'review',
  watchlist: {
    on_hit: 'review',
    at_login: 'off',
  },
  replay: {
    equal: 'decline',
    near: 'review',
  },
  review: {
    sla_hours: 24,
    four_eyes: false,
    max_days: 30,
    same_person: 'decline',
  },
  authentication: {
    method: 'search',
  },
  step_up: {
    method: 'search',
  },
  alternative_path: {
    means: ['movement_challenge', 'document_review'],
  },
  attempts: {
    document: 3,
  },
  enrollment: {
    max_faces: 5,
  },
  abuse: {
    count: 'in_window',
    max_failures: 5,
    timeout_seconds: [1800, 2700, 3600],
    claimed_device_users: 3,
    max_open_sessions: {
      user: 5,
      device: 20,
    },
    window_seconds: 180,
    block_at_timeout: 4,
  },
  sensitivity: {
    registration: 'regular',
    authentication: 'regular',
    step_up: 'sensitive',
    re_enrollment: 'sensitive',
  },
  takeover: { signals: 3, window_hours: 24 },
  session_lifetime_minutes: 60,
  session_retention_days: 90,
  search: {
    max_matches: 10,
    document_face: true,
    on_incomplete: 'error',
  },
};

const POLICY = {
  id: 'registration',
  active_version: 3,
  active_since: '2026-03-02T12:00:00.000Z',
  active_by: 'operator',
  previous_version: 1,
  latest_version: 4,
};

const SUMMARY = {
  id: 'registration',
  version: 4,
  active: false,
  origin: 'operator',
  fingerprint: '4be1c0a92d37',
  created_at: '2026-03-02T12:05:00.000Z',
  created_by: '7f3c2b1a-9d8e-4f60-a1b2-c3d4e5f60718',
  comment: 'measured on our own users: 97 lets fewer strangers through',
};

const VERSION = { ...SUMMARY, document: DOCUMENT };

export const POLICIES_EXAMPLES = {
  'list-policies': { answer: { data: [POLICY] } },
  'get-policy': { answer: POLICY },
  'list-policy-versions': { answer: { data: [SUMMARY], has_more: true, next_cursor: '4' } },
  'create-policy-version': {
    body: {
      base: 3,
      change: { match_thresholds: { '7.0': { regular: 97 } } },
      comment: SUMMARY.comment,
    },
    answer: VERSION,
  },
  'get-policy-version': { answer: VERSION },
  'compare-policy-versions': {
    answer: {
      id: 'registration',
      from: 3,
      to: 4,
      differences: [{ path: 'match_thresholds.7.0.regular', before: 95, after: 97 }],
    },
  },
  'activate-policy-version': { answer: { ...POLICY, active_version: 4, previous_version: 3 } },
  'roll-back-policy': { answer: { ...POLICY, active_version: 1, previous_version: 3 } },
} as const satisfies Examples;
