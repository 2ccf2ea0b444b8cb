import { describe, expect, it } from 'vitest';
import { withFlowStack } from '../support/flow-stack.ts';
import { ATTESTED, aUserId, registerPersonNamed } from '../support/registrations.ts';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly subject: string;
  readonly action: string;
  readonly target: string;
  readonly reason?: string;
  readonly outcome: string;
  readonly code?: string;
  readonly created_id?: string;
}
interface Page {
  readonly data: readonly Entry[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

describe('what an operator does', () => {
  const flow = withFlowStack();
  const subjectOf = async () => {
    const [, payload = ''] = (await flow.stack.tokens.user('olivia')).split('.');
    return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string }).sub;
  };
  const entries = async (query: string) => (await flow.operator.get<Page>(`/audit-entries?${query}`)).data;

  /** Makes a call, and returns the only entry that it left. */
  async function entryOf(action: string, call: () => Promise<unknown>): Promise<Entry> {
    const before = (await entries(`action=${action}&limit=100`)).map(({ id }) => id);
    const began = Date.now();
    // a refused call leaves an entry too
    await call().catch(() => {});
    const left = (await entries(`action=${action}&limit=100`)).filter(({ id }) => !before.includes(id));
    expect(left, action).toHaveLength(1);
    const [entry] = left;
    if (!entry) throw new Error('no entry');
    expect(entry.subject).toBe(await subjectOf());
    expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(began - 1);
    expect(Date.parse(entry.at)).toBeLessThanOrEqual(Date.now() + 1);
    return entry;
  }

  it('leaves one entry for each call that reads about a person or changes something', async () => {
    const user = aUserId();
    const { id } = await registerPersonNamed(flow, 'franck', user);
    const { data: faces } = await flow.operator.get<{ data: { face_id: string }[] }>(`/users/${user}/faces`);
    const face = faces[0]?.face_id;
    const calls: [string, string, () => Promise<unknown>, Partial<Entry>?][] = [
      [
        'report.read',
        `/verification-sessions/${id}/report`,
        () => flow.operator.get(`/verification-sessions/${id}/report`),
      ],
      [
        'session.read',
        `/verification-sessions/${id}`,
        () => flow.operator.get(`/verification-sessions/${id}`),
      ],
      [
        'session.list',
        `/verification-sessions?user_id=${user}`,
        () => flow.operator.get(`/verification-sessions?user_id=${user}&limit=1`),
      ],
      ['face.list', `/users/${user}/faces`, () => flow.operator.get(`/users/${user}/faces`)],
      ['lockout.read', `/users/${user}/lockout`, () => flow.operator.get(`/users/${user}/lockout`)],
      [
        'lockout.lift',
        `/users/${user}/lockout`,
        () => flow.operator.delete(`/users/${user}/lockout`, 'Ausweis geprüft'),
        { reason: 'Ausweis geprüft' },
      ],
      ['review_case.list', '/review-cases', () => flow.operator.get('/review-cases')],
      [
        'face.delete',
        `/users/${user}/faces/${face}`,
        () => flow.operator.delete(`/users/${user}/faces/${face}`, 'erasure, ticket 1'),
        { reason: 'erasure, ticket 1' },
      ],
    ];
    for (const [action, target, call, more] of calls)
      expect(await entryOf(action, call)).toMatchObject({ action, target, outcome: 'done', ...more });
    // by the person: the newest first, and not the session, which has a target of its own
    expect((await entries(`target=/users/${user}`)).map(({ action }) => action)).toEqual([
      'face.delete',
      'lockout.lift',
      'lockout.read',
      'face.list',
      'face.list',
    ]);
  });

  it('leaves an entry for each step of a migration, a job and a reconciliation', async () => {
    const created: Record<string, string> = {};
    const create = (noun: string, path: string, body: unknown) => async () => {
      created[noun] = (await flow.operator.post<{ id: string }>(path, body)).id;
    };
    const job = await entryOf(
      'index_job.create',
      create('job', '/index-jobs', { format: 'csv', consent: ATTESTED }),
    );
    expect(job).toMatchObject({ target: '/index-jobs' });
    const migration = await entryOf('migration.create', create('migration', '/migrations', { to: 'g2' }));
    expect(migration).toMatchObject({ outcome: 'done', created_id: created.migration });
    const path = `/migrations/${created.migration}`;
    const cutOver = await entryOf('migration.cut-over', () => flow.operator.post(`${path}/cut-over`, {}));
    expect(cutOver).toMatchObject({ target: `${path}/cut-over` });
    const cancel = await entryOf('migration.cancel', () => flow.operator.post(`${path}/cancel`, {}));
    expect(cancel).toMatchObject({ target: `${path}/cancel`, outcome: 'done' });
    const run = await entryOf('reconciliation.create', create('run', '/reconciliations', { dry_run: true }));
    expect(run).toMatchObject({ outcome: 'done', created_id: created.run });
  });

  it.each([
    ['403', 'session.create', { code: 'consent_missing', target: '/verification-sessions' }],
    ['404', 'report.read', { code: 'not_found', target: '/verification-sessions/vs_none/report' }],
    ['409', 'session.cancel', { code: 'invalid_state' }],
  ])('leaves an entry when it is refused with %s', async (status, action, entry) => {
    const body = {
      type: 'registration',
      user_id: aUserId(),
      consent: { given: false, notice_version: '2026-01' },
    };
    const calls: Record<string, () => Promise<unknown>> = {
      403: () => flow.operator.post('/verification-sessions', body),
      404: () => flow.operator.get('/verification-sessions/vs_none/report'),
      409: async () => {
        const consent = { given: true, notice_version: '2026-01' };
        const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', {
          ...body,
          consent,
        });
        await flow.backend.post(`/verification-sessions/${id}/cancel`);
        await flow.operator.post(`/verification-sessions/${id}/cancel`);
      },
    };
    const call = calls[status];
    if (!call) throw new Error(status);
    expect(await entryOf(action, call)).toMatchObject({ outcome: 'refused', ...entry });
  });

  it('is not done without the reason that it takes', async () => {
    const user = aUserId();
    const refused = flow.operator.delete(`/users/${user}/lockout`, '');
    await expect(refused).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    expect(await entries(`target=/users/${user}`)).toEqual([]);
  });

  it('is read page by page, by operators alone', async () => {
    const first = await flow.operator.get<Page>(`/audit-entries?subject=${await subjectOf()}&limit=2`);
    expect(first).toMatchObject({ data: [{ action: 'audit_entry.list' }, {}], has_more: true });
    const second = await flow.operator.get<Page>(
      `/audit-entries?subject=${await subjectOf()}&limit=2&cursor=${first.next_cursor}`,
    );
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect([...ids].sort().reverse()).toEqual(ids);
    await expect(flow.backend.get('/audit-entries')).rejects.toMatchObject({ status: 401 });
  });

  it('and what others do leaves no entry', async () => {
    const user = aUserId();
    await flow.backend.get(`/users/${user}/lockout`);
    expect(await entries(`target=/users/${user}`)).toEqual([]);
  });
});
