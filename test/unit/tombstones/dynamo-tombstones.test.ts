import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import {
  createDynamoTombstones,
  tombstoneCheck,
} from '../../../lambda/tombstones/adapters/dynamo-tombstones.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { aSubjectHash } from '../../support/lambda/in-memory-tombstones.ts';
import { unique } from '../../support/lambda/unique.ts';

describe('tombstones in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  const aTombstone = async (tenant: string, erasedAt = NOON) => ({
    tenant,
    subject: await aSubjectHash(tenant, 'ann'),
    erased_at: erasedAt.toISOString(),
    expires_at: minutesAfter(60).toISOString(),
  });
  const opened = () => createDynamoTombstones(tables.documents, tables.control, aSubjectHash);

  it('tell when a user was last erased, and name nobody', async () => {
    const tenant = unique('acme');
    const tombstones = opened();
    expect(await tombstones.erasedAt(tenant, 'ann')).toBeUndefined();
    await tombstones.put(await aTombstone(tenant, minutesAfter(5)));
    await tombstones.put(await aTombstone(tenant, NOON));
    expect(await tombstones.erasedAt(tenant, 'ann')).toEqual(minutesAfter(5));
    expect(await tombstones.erasedAt(tenant, 'bob')).toBeUndefined();
    expect(await tables.textOf(tables.control)).not.toContain('ann');
  });

  it('expire with the longest backup', async () => {
    await opened().put(await aTombstone(unique('acme')));
    expect(await tables.textOf(tables.control)).toContain(
      `"expires_at_epoch_seconds":${minutesAfter(60).getTime() / 1000}`,
    );
  });

  it('fail an enrollment that began before, and none that began after', async () => {
    const tenant = unique('acme');
    const subject = await aSubjectHash(tenant, 'ann');
    const enroll = (minutes: number) =>
      transact(tables.documents, [
        tombstoneCheck(tables.control, tenant, subject, {
          session_id: createIdentifier('vs', minutesAfter(minutes), new Uint8Array(10)),
        }),
        { Put: { TableName: tables.control, Item: { pk: `${tenant}#x`, sk: 'x' } } },
      ]);
    expect(await enroll(-1)).toBe(true);
    await opened().put(await aTombstone(tenant));
    expect(await enroll(-1)).toBe(false);
    expect(await enroll(0)).toBe(false);
    expect(await enroll(1)).toBe(true);
  });
});
