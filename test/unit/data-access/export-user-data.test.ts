import { describe, expect, it } from 'vitest';
import { userDataExport } from '../../../lambda/data-access/contract.ts';
import { exportUserData } from '../../../lambda/data-access/export-user-data.ts';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';
import { aMapping, anOperator, aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryAllowedPairs } from '../../support/lambda/in-memory-allowed-pairs.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const id = (minute: number) => createIdentifier('vs', minutesAfter(minute), new Uint8Array(10));

const attestation = { basis: 'contract of 2020', attested_by: 'operator-7', index_job_id: 'ij_1' };

/** User-1 with three sessions, two consents, a face and a look-alike. */
function anArchive() {
  const sessions = new InMemorySessionStore(
    ...[0, 1, 2].map((minute) =>
      aSession({ id: id(minute), created_at: minutesAfter(minute).toISOString() }),
    ),
    aSession({ id: id(5), user_id: 'user-2' }),
    aSession({ id: id(6), livemode: false }),
  );
  const mappings = new InMemoryEnrollments(sessions);
  mappings.mappings.set('face-1', aMapping());
  const pairs = new InMemoryAllowedPairs();
  pairs.allow('user-1', 'user-2');
  const { emit, metrics } = recordedMetrics();
  const dependencies = {
    sessions,
    receipts: new InMemoryReceipts(
      aWithdrawnReceipt({ attestation, channel: 'import' }),
      aReceipt({ id: 'cr_2', session_id: id(0) }),
      aReceipt({ user_id: 'user-2' }),
    ),
    mappings,
    interactions: sessions.interactions,
    lockouts: sessions.lockouts,
    pairs,
    settings: { templateDays: 1065, imageDays: 90 },
    clock: () => NOON,
    emit,
  };
  return {
    metrics,
    ask: (query: { limit: number; cursor?: string } = { limit: 20 }, caller: Caller = anOperator()) =>
      exportUserData(caller, 'user-1', query, dependencies),
  };
}

describe('the data of a user', () => {
  it('are those of that user, without other people', async () => {
    const archive = anArchive();
    const exported = await archive.ask();
    expect(userDataExport.parse(exported)).toEqual(exported);
    expect(exported.sessions.map((session) => session.id)).toEqual([id(2), id(1), id(0)]);
    expect(exported).toMatchObject({ allowed_pairs: 1, lockout: { state: 'open', locked_until: null } });
    expect(exported.faces).toHaveLength(1);
    expect(exported.consents).toMatchObject([
      { id: 'cr_2', session_id: id(0), notice_version: '2026-01', text_sha256: aReceipt().text_sha256 },
      { id: 'cr_1', channel: 'import', withdrawn_at: minutesAfter(1).toISOString(), withdrawn_by: 'person' },
    ]);
    expect(JSON.stringify(exported)).not.toMatch(/user-2|operator-7/);
    expect(archive.metrics).toEqual([{ name: 'DataExported', value: 1, dimensions: {} }]);
  });

  it('come page by page of the sessions', async () => {
    const archive = anArchive();
    const first = await archive.ask({ limit: 2 });
    expect(first).toMatchObject({ has_more: true, next_cursor: id(1) });
    const second = await archive.ask({ limit: 2, cursor: first.next_cursor ?? '' });
    expect(second.sessions.map((session) => session.id)).toEqual([id(0)]);
    expect(second.has_more).toBe(false);
  });

  it('are shown to the person themself, and refused to another person', async () => {
    const archive = anArchive();
    const person = (subject: string): Caller => ({ tenant: TENANT, subject, scopes: ['self'] });
    expect((await archive.ask({ limit: 1 }, person('user-1'))).user_id).toBe('user-1');
    await expect(archive.ask({ limit: 1 }, person('user-2'))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
