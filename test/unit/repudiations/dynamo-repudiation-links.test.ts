import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoRepudiationLinks } from '../../../lambda/repudiations/adapters/dynamo-repudiation-links.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

it('a link is replaced until it was used, and then by the same request alone', async () => {
  const links = createDynamoRepudiationLinks(tables.documents, tables.control);
  const link = {
    id: 'rl_1',
    tenant: unique('tenant'),
    user_id: 'user-1',
    secret_sha256: 'one',
    expires_at: NOON.toISOString(),
  };
  expect(await links.get(link.tenant, link.id)).toBeUndefined();
  expect(await links.put(link)).toBe(true);
  expect(await links.put({ ...link, secret_sha256: 'two' })).toBe(true);
  const used = { ...link, used_by: 'a' };
  expect(await links.put(used)).toBe(true);
  expect(await links.put(used)).toBe(true);
  expect(await links.put({ ...link, used_by: 'b' })).toBe(false);
  expect(await links.put(link)).toBe(false);
  expect(await links.get(link.tenant, link.id)).toEqual(used);
});
