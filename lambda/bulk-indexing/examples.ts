import type { Examples } from '../platform/route.ts';

const CONSENT = {
  notice_version: '2026-01',
  locale: 'en',
  basis: 'terms of 2024, section 7: each person has agreed in writing',
};

const newJob = {
  id: 'ij_01kjq8w0g3x7c9v2m5n8b4t6rd',
  status: 'created',
  format: 'csv',
  quality_gate: true,
  duplicates: 'ignore',
  crop_faces: false,
  consent: {
    ...CONSENT,
    text_sha256: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
    attested_by: 'olivia',
  },
  created_at: '2026-03-02T12:00:00.000Z',
  done: 0,
  counts: { indexed: 0, skipped: 0, rejected: 0, failed: 0 },
  items_per_second: 0,
  billable_calls: {},
  cost_usd: 0,
  estimated_cost_usd: 0,
  outcomes_status: 'none',
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

export const BULK_INDEXING_EXAMPLES = {
  'create-index-job': {
    body: { format: 'csv', quality_gate: true, consent: CONSENT },
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
  'change-index-job': { answer: { ...runningJob, status: 'paused' } },
} as const satisfies Examples;
