import { afterAll, describe, expect, it } from 'vitest';
import { registrationCalls } from '../../lambda/collections/domain/call-budget.ts';
import type { PolicyComparison, PolicyVersionView, PolicyView } from '../../lambda/policies/contract.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { restorePolicy } from '../support/policy-change.ts';
import { aUserId, registerPersonNamed } from '../support/registrations.ts';

const OF_REGISTRATIONS = '/policies/registration';
const VERSIONS = `${OF_REGISTRATIONS}/versions`;

describe('a policy', () => {
  const flow = withSharedFlowStack();
  /** Number of the version that is written below. */
  let leanVersion = 0;
  afterAll(() => restorePolicy(flow, 'registration'));

  const reportOf = (id: string) =>
    flow.operator.get<Report & { readonly policy: { readonly version: number } }>(
      `/verification-sessions/${id}/report`,
    );
  const write = (change: object) =>
    flow.operator.post<PolicyVersionView>(VERSIONS, { change, comment: 'a flow' });
  const activate = (version: number) =>
    flow.operator.post<PolicyView>(`${VERSIONS}/${version}/activate`, {}, 'a flow');

  it('is that of the config at first, and every report says so', async () => {
    const session = await registerPersonNamed(flow, 'bieber');
    expect(session.status).toBe('approved');
    expect(await flow.viewer.get<PolicyView>(OF_REGISTRATIONS)).toMatchObject({
      active_version: 1,
      active_by: 'stage',
    });
    expect(await reportOf(session.id)).toMatchObject({
      policy: { id: 'registration', version: 1 },
      decision: { policy: { id: 'registration', version: 1 } },
    });
  });

  it('is followed by new sessions once it is activated, and a check that it leaves out makes no call', async () => {
    const lean = await write({ checks: { document: false, duplicates: false, watchlists: false } });
    expect(lean.active).toBe(false);
    leanVersion = lean.version;
    const { differences } = await flow.viewer.get<PolicyComparison>(`${VERSIONS}/${leanVersion}/diff`);
    expect(differences.map(({ path }) => path)).toEqual([
      'checks.document',
      'checks.duplicates',
      'checks.watchlists',
    ]);
    expect(await activate(leanVersion)).toMatchObject({
      active_version: leanVersion,
      previous_version: 1,
    });

    const created = await flow.backend.post<{ id: string; document_required: boolean }>(
      '/verification-sessions',
      { type: 'registration', user_id: aUserId(), consent: { given: true, notice_version: '2026-01' } },
    );
    expect(created.document_required).toBe(false);
    const session = await registerPersonNamed(flow, 'cage');
    expect(session.status).toBe('approved');
    const report = await reportOf(session.id);
    expect(report.policy).toEqual({ id: 'registration', version: leanVersion });
    expect(report.checks.map(({ name }) => name).sort()).toEqual([
      'capture_comparison',
      'enrollment_claim',
      'face_indexing',
      'liveness',
    ]);
    const { checks } = lean.document;
    const setup = { shards: 4, vectors: 'face', watchlists: 1, searchesDocument: true, checks } as const;
    expect(report.billable_calls).toEqual(registrationCalls(setup, 'approved'));
    expect(report.billable_calls).toEqual({
      CreateFaceLivenessSession: 1,
      GetFaceLivenessSessionResults: 1,
      IndexFaces: 1,
    });
  });

  it('is rolled back, and decides sessions of before by the version that they have pinned', async () => {
    const pinned = await flow.backend.post<{ id: string }>('/verification-sessions', {
      type: 'registration',
      user_id: aUserId(),
      consent: { given: true, notice_version: '2026-01' },
    });
    const back = await flow.operator.post<PolicyView>(`${OF_REGISTRATIONS}/rollback`, {}, 'a flow');
    expect(back).toMatchObject({ active_version: 1, previous_version: leanVersion, active_by: 'operator' });
    expect((await reportOf(pinned.id)).policy.version).toBe(leanVersion);
    const session = await registerPersonNamed(flow, 'bieber');
    expect((await reportOf(session.id)).policy.version).toBe(1);
    // the face is that of the first registration, which the other version would not have searched for
    expect(session.status).toBe('in_review');
  });

  it('is written by administrators alone, read by viewers, and unknown to backends', async () => {
    const body = { change: {}, comment: 'a flow' };
    await expect(flow.reviewer.post(VERSIONS, body)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(flow.backend.get(OF_REGISTRATIONS)).rejects.toMatchObject({ status: 401 });
    await expect(write({ liveness: { min_confidence: 0.8 } })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const { data } = await flow.operator.get<{ data: { action: string; target: string }[] }>(
      '/audit-entries?limit=100',
    );
    const actions = data.map(({ action }) => action);
    for (const action of ['policy_version.create', 'policy_version.activate', 'policy.roll_back'])
      expect(actions).toContain(action);
  });
});
