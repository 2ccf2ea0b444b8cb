import type { Examples } from '../platform/route.ts';

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

const collection = {
  id: 'face-idv.acme.g1.0',
  generation: 'g1',
  state: 'active',
  shard: 0,
  shards: 1,
  shard_key: { kind: 'hash' },
  vectors: 'face',
  face_limit: 20_000_000,
  faces: 3_120_000,
  users: 0,
  fill_percent: 15.6,
  face_model_version: '7.0',
  second_region: {
    region: 'eu-central-1',
    complete: true,
    faces: 3_120_000,
    users: 0,
    fill_percent: 15.6,
    face_model_version: '7.0',
  },
};

export const MIGRATION_EXAMPLES = {
  'list-collections': { answer: { data: [collection], has_more: false, next_cursor: null } },
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
} as const satisfies Examples;
