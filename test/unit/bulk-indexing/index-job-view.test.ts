import { describe, expect, it } from 'vitest';
import { newIndexJobView } from '../../../lambda/bulk-indexing/contract.ts';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import {
  toEndedIndexJobView,
  toIndexJobView,
  toNewIndexJobView,
} from '../../../lambda/bulk-indexing/index-job-view.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { aJob } from '../../support/lambda/a-bulk-world.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { unsignedForms } from '../../support/lambda/unsigned-forms.ts';

const prices = DEFAULT_POLICY.prices_usd;
const clock = () => NOON;

it('shows operators a job with its progress and its bill, and not whose it is', () => {
  const job = aJob({ started_at: NOON.toISOString(), calls: { IndexFaces: 1 } });
  const view = toIndexJobView(
    { ...job, counts: { ...job.counts, indexed: 1 } },
    { IndexFaces: 0.001 },
    minutesAfter(1),
  );
  expect(view).toMatchObject({
    id: 'ij_1',
    status: 'running',
    total: 4,
    billable_calls: { IndexFaces: 1 },
    done: 1,
    eta_seconds: 180,
    cost_usd: 0.001,
    estimated_cost_usd: 0.004,
  });
  expect(view.outcomes_status).toBe('none');
  expect(view).not.toHaveProperty('tenant');
  expect(view).not.toHaveProperty('calls');
});

describe('the view of a new index job', () => {
  it('has a form for the manifest and one for any number of images, as long as they work', async () => {
    const view = await toNewIndexJobView(aJob({ status: 'created' }), {
      forms: unsignedForms,
      formLifetimeSeconds: 600,
      prices,
      clock,
    });
    expect(newIndexJobView.parse(view)).toEqual(view);
    const { manifest_upload, image_upload, image_prefix, expires_at } = view;
    expect(manifest_upload.fields).toMatchObject({
      key: `${TENANT}/index-jobs/ij_1/manifest.csv`,
      lifetimeSeconds: '600',
    });
    expect(image_upload.fields).toMatchObject({ prefix: image_prefix, lifetimeSeconds: '600' });
    // no form asks for a type: a manifest has none, and images have two
    expect(manifest_upload.fields).not.toHaveProperty('contentType');
    expect(expires_at).toBe(minutesAfter(10).toISOString());
  });
});

describe('the view of one index job', () => {
  const files = { signDownload: async (key: string) => `https://evidence.example.com/${key}` };

  const anEndedJob = (changes: Partial<IndexJob>) =>
    aJob({ started_at: NOON.toISOString(), ended_at: NOON.toISOString(), ...changes });

  it.each(['completed', 'failed', 'canceled'] as const)(
    'has a link to the outcomes of one that has ended as %s, once they are in one file',
    async (status) => {
      const view = await toEndedIndexJobView(anEndedJob({ status, outcomes: 'ready' }), {
        files,
        prices,
        clock,
      });
      expect(view.outcomes_url).toContain('/ij_1/');
      expect(view.outcomes_status).toBe('ready');
      expect(view).not.toHaveProperty('outcomes');
    },
  );

  it.each([
    ['has not ended', 'none', aJob({ status: 'paused', started_at: NOON.toISOString() })],
    ['has just ended', 'pending', anEndedJob({ status: 'completed' })],
    ['has no file', 'failed', anEndedJob({ status: 'completed', outcomes: 'failed' })],
  ] as const)('has none of one that %s', async (_what, outcomes_status, job) => {
    const view = await toEndedIndexJobView(job, { files, prices, clock });
    expect(view).not.toHaveProperty('outcomes_url');
    expect(view.outcomes_status).toBe(outcomes_status);
  });
});
