import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoFaceLogins } from '../../../lambda/face-login/adapters/dynamo-face-logins.ts';
import type { FaceLogin } from '../../../lambda/face-login/domain/face-login.ts';
import type { FaceLogins } from '../../../lambda/face-login/ports/face-logins.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryFaceLogins } from '../../support/lambda/in-memory-face-logins.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const aLogin = (): FaceLogin => ({
  tenant: unique('tenant'),
  session_id: 'vs_1',
  user_id: 'user-1',
  passed_at: NOON.toISOString(),
  expires_at: minutesAfter(5).toISOString(),
});

describe.each<[string, () => FaceLogins]>([
  ['in DynamoDB', () => createDynamoFaceLogins(tables.documents, tables.control)],
  ['in memory', () => new InMemoryFaceLogins()],
])('face logins %s', (_place, open) => {
  it('are spent once, of several attempts at the same time', async () => {
    const logins = open();
    const login = aLogin();
    expect(await logins.record(login)).toBe(true);
    const spent = await Promise.all(Array.from({ length: 5 }, () => logins.spend(login, NOON)));
    expect(spent.filter(Boolean)).toHaveLength(1);
    expect(await logins.spend(login, NOON)).toBe(false);
  });

  it('are recorded again until they are spent, and not afterwards', async () => {
    const logins = open();
    const login = aLogin();
    expect([await logins.record(login), await logins.record(login)]).toEqual([true, true]);
    await logins.spend(login, NOON);
    expect(await logins.record(login)).toBe(false);
    expect(await logins.spend(login, NOON)).toBe(false);
  });

  it('are refused to another user, to another tenant, and without a record', async () => {
    const logins = open();
    const login = aLogin();
    await logins.record(login);
    expect(await logins.spend({ ...login, user_id: 'user-2' }, NOON)).toBe(false);
    expect(await logins.spend({ ...login, tenant: unique('tenant') }, NOON)).toBe(false);
    expect(await logins.spend({ ...login, session_id: 'vs_2' }, NOON)).toBe(false);
    expect(await logins.spend(login, NOON)).toBe(true);
  });

  it('end after their time', async () => {
    const logins = open();
    const login = aLogin();
    await logins.record(login);
    expect(await logins.spend(login, minutesAfter(5))).toBe(false);
    expect(await logins.spend(login, new Date(minutesAfter(5).getTime() - 1))).toBe(true);
  });
});
