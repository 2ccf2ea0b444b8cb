import { it } from 'vitest';
import { policyVersionKey, reviewCaseKey } from '../../../lambda/platform/dynamo-keys.ts';
import type { ReviewCase } from '../../../lambda/review-cases/domain/review-case.ts';
import type { Call } from '../../support/documented-calls.ts';
import { aPolicyVersion } from '../../support/lambda/a-policy.ts';
import { aReviewCase } from '../../support/lambda/a-review-case.ts';
import type { ProblemProber } from '../../support/problem-prober.ts';
import { rowsOf } from '../../support/stored-rows.ts';

/** Problems of what operators do. */
export function problemsOfOperators({ flow, expectProblem, created }: ProblemProber): void {
  it('is that of a job, a migration or a reconciliation that cannot do this now', async () => {
    const { id } = await created<{ id: string }>('create-index-job', {
      token: 'olivia',
      body: JSON.stringify({
        format: 'csv',
        consent: { notice_version: '2026-01', basis: 'signed forms' },
      }),
    });
    await expectProblem('change-index-job', 'invalid_state', { path: { id, action: 'pause' } });
    await expectProblem('change-index-job', 'not_found', { path: { id, action: 'dance' } });

    const to = (generation: string): Call => ({ token: 'olivia', body: JSON.stringify({ to: generation }) });
    await expectProblem('create-migration', 'invalid_state', to('g1'));
    const migration = await created<{ id: string }>('create-migration', to('g2'));
    // without a body, as an operator's curl sends it
    const rollBack: Call = { path: { id: migration.id, action: 'roll-back' }, body: '' };
    await expectProblem('change-migration', 'invalid_state', rollBack);

    await created('create-reconciliation', { token: 'olivia', body: JSON.stringify({ dry_run: true }) });
    await expectProblem('create-reconciliation', 'invalid_state', {});
  });

  it('is that of a webhook endpoint that is disabled', async () => {
    const { id } = await created<{ id: string }>('create-webhook-endpoint', { token: 'olivia' });
    const body = JSON.stringify({ status: 'disabled' });
    await created('change-webhook-endpoint', { token: 'olivia', path: { id }, body });
    await expectProblem('replay-webhook-events', 'invalid_state', { path: { id } });
  });

  it('is that of a watchlist entry without an image', async () => {
    const { id: entry_id } = await created<{ id: string }>('create-watchlist-entry', {
      token: 'olivia',
      path: { id: 'fraud' },
      body: JSON.stringify({
        reason: { code: 'confirmed_fraud' },
        source: 'a test',
        content_type: 'image/jpeg',
      }),
    });
    await expectProblem('complete-watchlist-entry', 'invalid_state', { path: { id: 'fraud', entry_id } });
  });

  it('is that of a policy that cannot do this now', async () => {
    await expectProblem('roll-back-policy', 'invalid_state', { path: { id: 'step_up' } });
    const control = await rowsOf(flow, 'Control');
    const version = aPolicyVersion({ tenant: 'demo', id: 'step_up', version: 2, document: '{}' });
    await control.put({ ...policyVersionKey('demo', 'step_up', 2), ...version });
    await expectProblem('activate-policy-version', 'invalid_state', {
      path: { id: 'step_up', version: '2' },
    });
    await expectProblem('simulate-policy', 'invalid_state', {
      path: { id: 'step_up' },
      body: JSON.stringify({ version: 2 }),
    });
  });

  it('is that of a review case that cannot do this now', async () => {
    const control = await rowsOf(flow, 'Control');
    const aCase = async (id: string, changes: Partial<ReviewCase>): Promise<Call> => {
      await control.put({ ...reviewCaseKey('demo', id), ...aReviewCase({ tenant: 'demo', id, ...changes }) });
      return { path: { id } };
    };
    const decided = await aCase('rc_decided', { status: 'decided' });
    for (const operation of ['assign', 'unassign', 'decide'])
      await expectProblem(`${operation}-review-case`, 'invalid_state', decided);
    await expectProblem('add-review-case-note', 'invalid_state', decided);

    const open = await aCase('rc_open', { four_eyes: true });
    await expectProblem('reopen-review-case', 'invalid_state', open);
    // the finding of the example is about the second revision
    await expectProblem('decide-review-case', 'review_case_changed', open);
    await created('assign-review-case', { ...open, token: 'olivia' });
    await created('decide-review-case', { ...open, token: 'olivia' });
    await expectProblem('assign-review-case', 'second_reviewer_required', open);
    const second = { ...open, body: JSON.stringify({ revision: 3, finding: 'attack' }) };
    await expectProblem('decide-review-case', 'second_reviewer_required', second);
  });
}
