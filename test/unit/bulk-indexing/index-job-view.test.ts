import { expect, it } from 'vitest';
import { toIndexJobView } from '../../../lambda/bulk-indexing/index-job-view.ts';
import { aJob } from '../../support/lambda/a-bulk-world.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';

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
  expect(view).not.toHaveProperty('tenant');
  expect(view).not.toHaveProperty('calls');
});
