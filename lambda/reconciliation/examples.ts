import type { Examples } from '../platform/route.ts';

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

const { counts: _counts, findings: _findings, ...summary } = runningReconciliation;

export const RECONCILIATION_EXAMPLES = {
  'create-reconciliation': { body: { dry_run: false }, answer: runningReconciliation },
  'list-reconciliations': { answer: { data: [summary], has_more: false, next_cursor: null } },
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
      second_region: { region: 'eu-central-1', complete: true },
    },
  },
} as const satisfies Examples;
