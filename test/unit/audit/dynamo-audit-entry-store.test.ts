import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoAuditEntryStore } from '../../../lambda/audit/adapters/dynamo-audit-entry-store.ts';
import type { AuditFilter } from '../../../lambda/audit/ports/audit-entry-store.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { createAuditEntries } from '../../../lambda/platform/audit-entries.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

describe('the audit entries of a tenant', () => {
  let tables: DynamoTables;
  const tenant = unique('tenant');
  const ids: string[] = [];

  /** Ten calls, a minute apart: reads and deletions of two users' faces by two operators, in turn. */
  beforeAll(async () => {
    tables = await someDynamoTables();
    for (let minute = 0; minute < 10; minute += 1) {
      const entries = createAuditEntries(
        tables.documents,
        { table: tables.audit, retentionDays: 1 },
        () => minutesAfter(minute),
        (prefix) => createIdentifier(prefix, minutesAfter(minute), Buffer.alloc(10, minute)),
      );
      const entry = await entries.begin({
        tenant,
        subject: minute < 5 ? 'olivia' : 'otto',
        action: minute % 2 === 0 ? 'face.list' : 'face.delete',
        target: `/users/user-${minute % 3 === 0 ? 1 : 10}/faces${minute % 2 === 0 ? '' : `/f${minute}`}`,
        request_id: `request-${minute}`,
      });
      ids.push(entry.id);
      if (minute !== 3) await entries.end(entry, { outcome: 'done' });
    }
  });
  afterAll(() => tables.close());
  const store = () => createDynamoAuditEntryStore(tables.documents, tables.audit);

  /** The minutes of all entries that a filter finds, page by page. */
  async function found(filter: AuditFilter, limit = 100): Promise<number[]> {
    const minutes: number[] = [];
    let after: string | undefined;
    do {
      const page = await store().list(tenant, filter, limit, after);
      expect(page.entries.length).toBeLessThanOrEqual(limit);
      minutes.push(...page.entries.map(({ id }) => ids.indexOf(id)));
      after = page.lastId;
    } while (after !== undefined);
    return minutes;
  }

  it.each([
    ['nothing', {}, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
    ['a subject', { subject: 'olivia' }, [4, 3, 2, 1, 0]],
    ['a user', { target: '/users/user-1' }, [9, 6, 3, 0]],
    ['all faces of a user', { target: '/users/user-1/faces' }, [9, 6, 3, 0]],
    ['one face', { target: '/users/user-1/faces/f3' }, [3]],
    ['a user whose id begins another', { target: '/users/user' }, []],
    ['an action', { action: 'face.delete' }, [9, 7, 5, 3, 1]],
    ['a subject and an action', { subject: 'otto', action: 'face.list' }, [8, 6]],
    ['all of it', { subject: 'olivia', target: '/users/user-1', action: 'face.delete' }, [3]],
    ['times, the first of them included', { from: minutesAfter(2), to: minutesAfter(5) }, [4, 3, 2]],
    ['a subject and a time', { subject: 'olivia', from: minutesAfter(3) }, [4, 3]],
    ['a user and a time', { target: '/users/user-1', to: minutesAfter(6) }, [3, 0]],
  ] satisfies [string, AuditFilter, number[]][])(
    'are found by %s, the newest first, in pages of any size',
    async (_by, filter, minutes) => {
      for (const limit of [1, 2, 3, 100]) expect(await found(filter, limit)).toEqual(minutes);
    },
  );

  it('go on from wherever a cursor points, within the times that are asked for or not', async () => {
    const times = { from: minutesAfter(2), to: minutesAfter(5) };
    const goingOn = async (id: string) =>
      (await store().list(tenant, times, 10, id)).entries.map((entry) => ids.indexOf(entry.id));
    expect(await goingOn(ids[9] ?? '')).toEqual([4, 3, 2]);
    expect(await goingOn('constructor')).toEqual([4, 3, 2]);
    expect(await goingOn(ids[3] ?? '')).toEqual([2]);
    expect(await goingOn(ids[0] ?? '')).toEqual([]);
    expect(await goingOn('0')).toEqual([]);
  });

  it('are those of no other tenant', async () => {
    expect(await store().list(`${tenant}x`, {}, 10)).toEqual({ entries: [] });
  });

  it('have an end, or none', async () => {
    expect(await store().endOf(tenant, ids[2] ?? '')).toEqual({
      outcome: 'done',
      ended_at: minutesAfter(2).toISOString(),
    });
    expect(await store().endOf(tenant, ids[3] ?? '')).toBeUndefined();
  });
});
