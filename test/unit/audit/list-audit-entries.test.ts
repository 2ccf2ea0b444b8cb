import { expect, it } from 'vitest';
import { listAuditEntriesQuery } from '../../../lambda/audit/contract.ts';
import { listAuditEntries } from '../../../lambda/audit/list-audit-entries.ts';
import type { AuditEntryStore } from '../../../lambda/audit/ports/audit-entry-store.ts';
import type { AuditEntry } from '../../../lambda/kernel/audit.ts';
import { anOperator, NOON, TENANT } from '../../support/lambda/builders.ts';

const CURSOR = `aud_${'0'.repeat(26)}`;

const anEntry = (id: string): AuditEntry => ({
  id,
  tenant: TENANT,
  at: NOON.toISOString(),
  subject: 'operator-1',
  action: 'report.read',
  target: '/verification-sessions/vs_1/report',
  request_id: 'request-1',
});

it('lists entries with their ends, and says where the end is not known', async () => {
  const asked: unknown[] = [];
  const entries: AuditEntryStore = {
    list: async (...parameters) => {
      asked.push(parameters);
      return { entries: [anEntry('aud_2'), anEntry('aud_1')], lastId: 'aud_1' };
    },
    endOf: async (_tenant, id) =>
      id === 'aud_2' ? { outcome: 'refused', code: 'not_found', ended_at: NOON.toISOString() } : undefined,
  };
  const query = listAuditEntriesQuery.parse({
    action: 'report.read',
    from: '2026-03-01T00:00:00Z',
    limit: '2',
    cursor: CURSOR,
  });
  const { tenant: _tenant, ...view } = anEntry('aud_2');
  expect(await listAuditEntries(anOperator(), query, { entries })).toEqual({
    data: [
      { ...view, outcome: 'refused', code: 'not_found', ended_at: NOON.toISOString() },
      { ...view, id: 'aud_1', outcome: 'unknown' },
    ],
    has_more: true,
    next_cursor: 'aud_1',
  });
  const filter = { action: 'report.read', from: new Date('2026-03-01T00:00:00Z') };
  expect(asked).toEqual([[TENANT, filter, 2, CURSOR]]);
});

it('refuses times of which the first is not before the last', () => {
  const times = { from: '2026-03-02T00:00:00Z', to: '2026-03-02T00:00:00Z' };
  expect(listAuditEntriesQuery.safeParse(times).error?.issues[0]).toMatchObject({ path: ['from'] });
});
