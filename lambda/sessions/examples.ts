import type { Examples } from '../platform/route.ts';

export const session = {
  id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6ra',
  livemode: true,
  type: 'registration',
  user_id: 'customer-4711',
  sensitivity: 'regular',
  status: 'requires_input',
  created_at: '2026-03-02T12:00:00.000Z',
  expires_at: '2026-03-02T13:00:00.000Z',
  liveness_passed: false,
  attempts_remaining: 5,
  document_required: true,
  document_requested: false,
  consent: { notice_version: '2026-01' },
};

export const ready = { ...session, liveness_passed: true, document_requested: true };

/** A session whose document failed and that waits for another one. */
const triedAgain = {
  ...session,
  liveness_passed: true,
  attempts_remaining: 2,
  last_error: { code: 'photograph_again', user_message_key: 'photograph_document_sharper' },
};

/** The two checks of the document ran side by side, over the same document and policy. */
const basis = {
  document_sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  policy_version: '4be1c0a92d37',
};

export const SESSIONS_EXAMPLES = {
  'create-verification-session': {
    body: {
      type: 'registration',
      user_id: 'customer-4711',
      sensitivity: 'regular',
      device: { id: 'a3f1c2d4-phone' },
      consent: { given: true, notice_version: '2026-01' },
    },
    answer: session,
  },
  'get-verification-session': { answer: triedAgain },
  'await-decision': {
    answer: { ...ready, status: 'approved', attempts_remaining: 0, decision: { outcome: 'approved' } },
  },
  'list-verification-sessions': {
    answer: { data: [session], has_more: true, next_cursor: session.id },
  },
  'get-verification-report': {
    answer: {
      id: session.id,
      livemode: true,
      type: 'registration',
      user_id: 'customer-4711',
      device_id: 'a3f1c2d4-phone',
      policy: { id: 'registration', version: 3 },
      sensitivity: 'regular',
      status: 'declined',
      consent: { given_at: '2026-03-02T12:00:00.000Z', notice_version: '2026-01' },
      created_at: '2026-03-02T12:00:00.000Z',
      submitted_at: '2026-03-02T12:02:00.000Z',
      liveness_failures: 0,
      liveness_sessions: [
        {
          id: '0b0c1f5e-6d0a-4d5c-9c3a-2f3c7a1f8e11',
          status: 'passed',
          challenge: 'FaceMovementAndLightChallenge',
          created_at: '2026-03-02T12:00:30.000Z',
          feedback: [],
          audit_images: [
            { key: 'acme/customer-4711/vs_01kjq8w0g3x7c9v2m5n8b4t6ra/liveness/audit-0.jpg', version_id: '2' },
          ],
        },
      ],
      selfie: {
        key: 'acme/customer-4711/vs_01kjq8w0g3x7c9v2m5n8b4t6ra/liveness/reference.jpg',
        version_id: '3',
      },
      document: {
        key: 'acme/customer-4711/vs_01kjq8w0g3x7c9v2m5n8b4t6ra/document/doc_01kjq8w0g3x7c9v2m5n8b4t6rb',
      },
      checks: [
        {
          name: 'document_quality',
          status: 'passed',
          reason_codes: [],
          measures: [{ name: 'sharpness_percent', value: 88.2, limit: '> 25' }],
          basis,
          started_at: '2026-03-02T12:02:01.000Z',
          duration_ms: 190,
          billable_calls: { DetectFaces: 1 },
          cost_usd: 0.001,
        },
        {
          name: 'face_match',
          status: 'failed',
          reason_codes: ['face_mismatch'],
          measures: [{ name: 'similarity_percent', value: 41.3, limit: '>= 95' }],
          basis,
          started_at: '2026-03-02T12:02:01.000Z',
          duration_ms: 240,
          billable_calls: { CompareFaces: 1 },
          cost_usd: 0.001,
        },
      ],
      decision: {
        outcome: 'declined',
        reason_codes: ['face_mismatch'],
        decided_by: 'policy',
        policy_version: '4be1c0a92d37',
        policy: { id: 'registration', version: 3 },
        decided_at: '2026-03-02T12:02:02.000Z',
      },
      billable_calls: { DetectFaces: 1, CompareFaces: 1 },
      cost_usd: 0.002,
      duration_ms: 2000,
    },
  },
  'take-alternative-path': {
    body: { reason: 'does_not_want_face_check', means: 'document_review' },
    answer: { ...session, attempts_remaining: 1, alternative_path: { means: 'document_review' } },
  },
  'cancel-verification-session': { answer: { ...session, status: 'canceled' } },
  'report-interruption': { body: { reason: 'camera_permission_denied' }, answer: session },
  'create-document-upload': {
    body: { content_type: 'image/jpeg' },
    answer: {
      document_id: 'doc_01kjq8w0g3x7c9v2m5n8b4t6rb',
      upload: {
        url: 'https://evidence.s3.eu-west-1.amazonaws.com/',
        fields: {
          key: 'acme/customer-4711/vs_01kjq8w0g3x7c9v2m5n8b4t6ra/document/doc_01kjq8w0g3x7c9v2m5n8b4t6rb',
          policy: 'eyJ...',
        },
      },
      max_bytes: 15_728_640,
      expires_at: '2026-03-02T12:05:00.000Z',
    },
  },
} as const satisfies Examples;
