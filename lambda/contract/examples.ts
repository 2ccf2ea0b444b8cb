import type { ProblemBody } from './problem.ts';
import type { RouteName } from './routes.ts';

/** One worked example a route, for the documentation; tests hold them to the schemas. */
interface Example {
  readonly body?: unknown;
  readonly answer?: unknown;
}

const session = {
  id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6ra',
  type: 'registration',
  user_id: 'customer-4711',
  sensitivity: 'regular',
  status: 'requires_input',
  created_at: '2026-03-02T12:00:00.000Z',
  expires_at: '2026-03-02T13:00:00.000Z',
  liveness_passed: false,
  attempts_remaining: 5,
  document_requested: false,
};
const LOCKOUT = { state: 'timed_out', timeouts: 1, locked_until: '2026-03-02T12:30:00.000Z' };
const ready = { ...session, liveness_passed: true, document_requested: true };

const newJob = {
  id: 'ij_01kjq8w0g3x7c9v2m5n8b4t6rd',
  status: 'created',
  format: 'csv',
  quality_gate: true,
  duplicates: 'ignore',
  crop_faces: false,
  created_at: '2026-03-02T12:00:00.000Z',
  done: 0,
  counts: { indexed: 0, skipped: 0, rejected: 0, failed: 0 },
  items_per_second: 0,
  billable_calls: {},
  cost_usd: 0,
  estimated_cost_usd: 0,
};
const runningJob = {
  ...newJob,
  status: 'running',
  started_at: '2026-03-02T12:10:00.000Z',
  total: 50_000,
  done: 24_600,
  counts: { indexed: 24_100, skipped: 0, rejected: 498, failed: 2 },
  items_per_second: 49.2,
  eta_seconds: 517,
  billable_calls: { IndexFaces: 24_598, DeleteFaces: 498 },
  cost_usd: 24.598,
  estimated_cost_usd: 49.998,
};

const newMigration = {
  id: 'mig_01kjq8w0g3x7c9v2m5n8b4t6re',
  status: 'filling',
  from: 'g1',
  to: 'g2',
  created_at: '2026-03-02T12:00:00.000Z',
  total: 50_000,
  pass: 1,
  counts: { indexed: 0, present: 0, failed: 0 },
  done: 0,
  billable_calls: {},
  cost_usd: 0,
  estimated_cost_usd: 50,
};
const readyMigration = {
  ...newMigration,
  status: 'ready',
  pass: 2,
  counts: { indexed: 0, present: 50_000, failed: 0 },
  done: 50_000,
  billable_calls: { IndexFaces: 49_982 },
  cost_usd: 49.982,
  estimated_cost_usd: 49.982,
};

const runningReconciliation = {
  id: 'rec_01kjq8w0g3x7c9v2m5n8b4t6rf',
  status: 'running',
  dry_run: false,
  created_at: '2026-03-02T03:00:00.000Z',
  collections: 4,
  faces: 0,
  mappings: 0,
  counts: {},
  findings: [],
};

export const EXAMPLES: Readonly<Record<RouteName, Example>> = {
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
  'list-verification-sessions': {
    answer: { data: [session], has_more: true, next_cursor: session.id },
  },
  'get-verification-session': {
    answer: {
      ...ready,
      status: 'declined',
      decision: { outcome: 'declined' },
      user_message_key: 'face_does_not_match_document',
      retryable: true,
    },
  },
  'create-liveness-session': {
    answer: {
      liveness_session_id: '0b0c1f5e-6d0a-4d5c-9c3a-2f3c7a1f8e11',
      region: 'eu-west-1',
      challenge: 'FaceMovementAndLightChallenge',
      expires_at: '2026-03-02T12:03:00.000Z',
      credentials: {
        access_key_id: 'ASIAEXAMPLE',
        secret_access_key: 'example-secret',
        session_token: 'example-token',
        expires_at: '2026-03-02T12:15:00.000Z',
      },
    },
  },
  'complete-liveness-session': {
    answer: {
      passed: false,
      feedback: ['LOW_LIGHTING_DETECTED'],
      attempts_remaining: 4,
      status: 'requires_input',
      user_message_key: 'repeat_liveness_check',
      retryable: true,
    },
  },
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
  'submit-verification-session': { answer: { ...ready, status: 'processing' } },
  'cancel-verification-session': { answer: { ...session, status: 'canceled' } },
  'review-verification-session': {
    body: { outcome: 'search_again', note: 'shard 2 is back' },
    answer: { ...ready, status: 'processing' },
  },
  'get-verification-report': {
    answer: {
      id: session.id,
      type: 'registration',
      user_id: 'customer-4711',
      device_id: 'a3f1c2d4-phone',
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
          name: 'face_match',
          status: 'failed',
          reason_codes: ['face_mismatch'],
          measures: [{ name: 'similarity_percent', value: 41.3, limit: '>= 95' }],
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
        decided_at: '2026-03-02T12:02:02.000Z',
      },
      billable_calls: { CompareFaces: 1 },
      cost_usd: 0.001,
      duration_ms: 2000,
    },
  },
  'list-user-faces': {
    answer: {
      data: [
        {
          face_id: '5f2c1e0a-8c53-4c57-9a4b-0d9f6f0f1c2b',
          collection_id: 'face-idv.acme.g1.2',
          image_id: 'img_01kjq8w0g3x7c9v2m5n8b4t6rc',
          face_model_version: '7.0',
          source: 'selfie',
          created_at: '2026-03-02T12:02:02.000Z',
        },
      ],
      has_more: false,
      next_cursor: null,
    },
  },
  'delete-user-face': {},
  'create-migration': { body: { to: 'g2' }, answer: { ...newMigration, faces_per_second: 0 } },
  'list-migrations': { answer: { data: [readyMigration], has_more: false, next_cursor: null } },
  'get-migration': {
    answer: {
      ...readyMigration,
      missing: 0,
      failures: [],
      shadow_read: {
        compared: 400,
        agreed: 399,
        agreement_percent: 99.75,
        counts: { same_person: 310, both_none: 89, different_person: 0, only_old: 1, only_new: 0 },
        failed: 0,
        mean_similarity_change: 0.12,
        mean_margin_change: 0.12,
        billable_calls: { SearchFacesByImage: 1290 },
        cost_usd: 1.29,
        disagreements: [
          {
            session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rg',
            search: 'enrolled_face_search',
            kind: 'only_old',
            compared_at: '2026-03-03T09:15:00.000Z',
          },
        ],
      },
      cut_over_obstacles: [],
    },
  },
  'change-migration': {
    body: { accept_missing: false, accept_disagreement: false },
    answer: { ...readyMigration, status: 'cut_over' },
  },
  'get-user-lockout': { answer: LOCKOUT },
  'lift-user-lockout': {},
  'get-device-lockout': { answer: LOCKOUT },
  'lift-device-lockout': {},
  'create-index-job': {
    body: { format: 'csv', quality_gate: true },
    answer: {
      ...newJob,
      manifest_upload: {
        url: 'https://evidence.s3.eu-west-1.amazonaws.com/',
        fields: { key: 'acme/index-jobs/ij_01kjq8w0g3x7c9v2m5n8b4t6rd/manifest.csv', policy: 'eyJ...' },
      },
      image_upload: {
        url: 'https://evidence.s3.eu-west-1.amazonaws.com/',
        fields: { key: 'acme/index-jobs/ij_01kjq8w0g3x7c9v2m5n8b4t6rd/images/photo-1.jpg', policy: 'eyJ...' },
      },
      image_prefix: 'acme/index-jobs/ij_01kjq8w0g3x7c9v2m5n8b4t6rd/images/',
      expires_at: '2026-03-02T13:00:00.000Z',
    },
  },
  'list-index-jobs': { answer: { data: [runningJob], has_more: false, next_cursor: null } },
  'get-index-job': { answer: runningJob },
  'create-reconciliation': { body: { dry_run: false }, answer: runningReconciliation },
  'get-reconciliation': {
    answer: {
      ...runningReconciliation,
      status: 'completed',
      ended_at: '2026-03-02T03:04:10.000Z',
      faces: 120_000,
      mappings: 119_999,
      counts: { 'orphan_face.deleted': 1 },
      findings: [
        {
          kind: 'orphan_face',
          collection_id: 'face-idv.acme.g1.2',
          face_id: '5f2c1e0a-8c53-4c57-9a4b-0d9f6f0f1c2b',
          outcome: 'deleted',
          found_at: '2026-03-02T03:01:00.000Z',
        },
      ],
    },
  },
  'change-index-job': { answer: { ...runningJob, status: 'paused' } },
};

/** What a problem's example says beside its code, where the code alone would not show it. */
export const PROBLEM_EXAMPLES: Readonly<Record<string, Partial<ProblemBody>>> = {
  invalid_request: {
    detail: 'body is not valid: consent: Invalid input: expected object, received undefined',
    errors: [{ path: 'consent', message: 'Invalid input: expected object, received undefined' }],
  },
  requirements_missing: { detail: 'still missing: document', missing: ['document'] },
  idempotency_in_flight: { retry_after_seconds: 1 },
  liveness_locked_out: {
    detail: 'too many failed liveness checks; the next one is possible in 1800 seconds',
    retry_after_seconds: 1800,
  },
  upstream_throttled: { retry_after_seconds: 1 },
};
