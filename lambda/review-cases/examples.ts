import type { Examples } from '../platform/route.ts';

const USER = {
  user_id: 'customer-4711',
  face_id: '11111111-2222-4333-8444-555555555555',
  collection_id: 'face-idv-prod.acme.g1.3',
  session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6ra',
  enrolled_at: '2026-03-02T12:02:02.000Z',
};

const OTHER = {
  ...USER,
  user_id: 'customer-4712',
  face_id: '66666666-2222-4333-8444-555555555555',
  session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rc',
  enrolled_at: '2026-03-02T12:02:03.000Z',
};

const OPEN = {
  id: 'rc_01kjq8w0g3x7c9v2m5n8b4t6rd',
  reason: 'possible_duplicate',
  status: 'open',
  revision: 1,
  opened_at: '2026-03-02T12:04:00.000Z',
  due_at: '2026-03-03T12:04:00.000Z',
  overdue: false,
  four_eyes: false,
  users: [USER, OTHER],
  similarity: 99.4,
  face_model_version: '7.0',
  possible_findings: ['allow_pair', 'same_person', 'attack'],
  notes: [],
  findings: [],
  earlier: [],
};

const RITA = '7f3c2b1a-9d8e-4f60-a1b2-c3d4e5f60718';
const TAKEN = { ...OPEN, status: 'assigned', revision: 2, assignee: RITA };
const FINDING = {
  finding: 'allow_pair',
  by: RITA,
  at: '2026-03-02T13:10:00.000Z',
  note: 'twins: both documents are genuine',
};
const DECIDED = {
  ...OPEN,
  status: 'decided',
  revision: 3,
  findings: [FINDING],
  decision: { finding: FINDING.finding, decided_at: FINDING.at },
};
const ENROLLED_IMAGE = {
  id: 'img_01kjq8w0g3x7c9v2m5n8b4t6rc',
  kind: 'enrolled_image',
  user_id: OTHER.user_id,
  session_id: OTHER.session_id,
  image_id: 'img_01kjq8w0g3x7c9v2m5n8b4t6rc',
};

const LABEL = {
  id: 'rc_01kjq8w0g3x7c9v2m5n8b4t6re',
  session_id: USER.session_id,
  liveness_session_id: '0b3f1c52-7d0e-4c8a-9a55-0d0a5b6f2c11',
  confidence: 82.4,
  min_confidence: 80,
  policy_version: '3f1a9c0b7d24',
  challenge: { type: 'FaceMovementAndLightChallenge', version: '2.0.0', sdk_type: 'iOS' },
  sampled_percent: 100,
  label: 'genuine',
  sampled_at: '2026-03-02T12:04:00.000Z',
  decided_at: '2026-03-02T15:20:00.000Z',
};

export const REVIEW_CASES_EXAMPLES = {
  'list-review-cases': { answer: { data: [OPEN], has_more: false, next_cursor: null } },
  'get-review-case': {
    answer: {
      ...OPEN,
      people: [
        {
          user_id: OTHER.user_id,
          faces: [
            {
              face_id: OTHER.face_id,
              collection_id: OTHER.collection_id,
              image_id: ENROLLED_IMAGE.image_id,
              bounding_box: { left: 0.31, top: 0.22, width: 0.38, height: 0.51 },
              face_model_version: '7.0',
              source: 'selfie',
              session_id: OTHER.session_id,
              created_at: OTHER.enrolled_at,
            },
          ],
          reports: [],
        },
      ],
      images: [ENROLLED_IMAGE],
    },
  },
  'assign-review-case': { body: {}, answer: TAKEN },
  'unassign-review-case': { answer: { ...OPEN, revision: 3 } },
  'add-review-case-note': {
    body: { text: 'asked both for a video call' },
    answer: {
      ...TAKEN,
      revision: 3,
      notes: [{ by: RITA, at: '2026-03-02T12:40:00.000Z', text: 'asked both for a video call' }],
    },
  },
  'decide-review-case': {
    body: { revision: 2, finding: FINDING.finding, note: FINDING.note },
    answer: DECIDED,
  },
  'reopen-review-case': {
    answer: {
      ...OPEN,
      revision: 4,
      due_at: '2026-03-05T09:00:00.000Z',
      earlier: [
        {
          findings: [FINDING],
          decision: DECIDED.decision,
          reopened_at: '2026-03-04T09:00:00.000Z',
          reopened_by: '1b2c3d4e-9d8e-4f60-a1b2-c3d4e5f60718',
        },
      ],
    },
  },
  'list-liveness-labels': { answer: { data: [LABEL], has_more: false, next_cursor: null } },
  'view-review-case-image': {
    answer: {
      image: ENROLLED_IMAGE,
      url: 'https://s3.eu-west-1.amazonaws.com/face-idv-prod-enrolled/acme/images/img_01kjq8w0g3x7c9v2m5n8b4t6rc?X-Amz-Expires=60&X-Amz-Signature=0123abcd',
      expires_at: '2026-03-02T12:41:00.000Z',
    },
  },
} as const satisfies Examples;
