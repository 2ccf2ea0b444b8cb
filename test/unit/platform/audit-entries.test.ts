import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditEntries } from '../../../lambda/platform/audit-entries.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

describe('audit entries in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());
  const entriesWith = (id: string, now = NOON) =>
    createAuditEntries(
      tables.documents,
      { table: tables.audit, retentionDays: 2 },
      () => now,
      () => id,
    );
  const aCall = () => ({
    tenant: 'acme',
    subject: 'operator-1',
    action: 'face.delete',
    target: '/users/user-1/faces/face-1',
    reason: 'asked for it',
    request_id: 'request-1',
  });

  it('hold what is about to be done, and expire', async () => {
    const id = unique('aud');
    const entry = await entriesWith(id).begin(aCall());
    expect(entry).toEqual({ ...aCall(), id, at: NOON.toISOString() });
    const item = JSON.parse(await tables.textOf(tables.audit)).find((one: { sk: string }) => one.sk === id);
    expect(item).toEqual({
      ...entry,
      pk: 'acme#audit',
      sk: id,
      by_subject_pk: 'acme#operator-1',
      by_subject_sk: id,
      by_target_pk: 'acme#/users/user-1',
      by_target_sk: id,
      expires_at_epoch_seconds: minutesAfter(2 * 24 * 60).getTime() / 1000,
    });
  });

  it('are never overwritten, nor is how they ended', async () => {
    const id = unique('aud');
    const entries = entriesWith(id);
    const entry = await entries.begin(aCall());
    await expect(entries.begin({ ...aCall(), subject: 'somebody-else' })).rejects.toThrow();
    await entries.end(entry, { outcome: 'refused', code: 'not_found' });
    await expect(entries.end(entry, { outcome: 'done' })).rejects.toThrow();
    const text = await tables.textOf(tables.audit);
    expect(text).not.toContain('somebody-else');
    expect(JSON.parse(text).find((one: { pk: string }) => one.pk === `acme#audit#${id}`)).toMatchObject({
      sk: 'end',
      outcome: 'refused',
      code: 'not_found',
      ended_at: NOON.toISOString(),
    });
  });
});
