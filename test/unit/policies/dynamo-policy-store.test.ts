import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoPolicyStore } from '../../../lambda/policies/adapters/dynamo-policy-store.ts';
import { activate, addDraft, addStageVersion } from '../../../lambda/policies/domain/policy-version.ts';
import type { PolicyStore } from '../../../lambda/policies/ports/policy-store.ts';
import { aPolicyVersion } from '../../support/lambda/a-policy.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryPolicies } from '../../support/lambda/in-memory-policies.ts';
import { writtenEvents } from '../../support/lambda/written-events.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const { version: _number, ...newVersion } = aPolicyVersion();

describe.each<[string, () => PolicyStore]>([
  ['DynamoDB', () => createDynamoPolicyStore(tables.documents, tables.control)],
  ['memory', () => new InMemoryPolicies()],
])('the policies in %s', (name, open) => {
  const tenant = `tenant-of-${name.toLowerCase()}`;
  let store: PolicyStore;
  beforeAll(() => {
    store = open();
  });
  const first = addStageVersion(undefined, { ...newVersion, tenant }, NOON);

  it('have neither line nor version at first', async () => {
    expect(await store.line(tenant, 'registration')).toBeUndefined();
    expect(await store.version(tenant, { id: 'registration', version: 1 })).toBeUndefined();
    expect(await store.list(tenant, 'registration', 10)).toEqual([]);
  });

  it('keep a version and the line that counts it, once', async () => {
    expect(await store.add(first)).toBe(true);
    expect(await store.add(first)).toBe(false);
    expect(await store.line(tenant, 'registration')).toEqual(first.line);
    expect(await store.version(tenant, { id: 'registration', version: 1 })).toEqual(first.version);
    expect(await store.line(tenant, 'authentication')).toBeUndefined();
    expect(await store.version('other', { id: 'registration', version: 1 })).toBeUndefined();
  });

  it('take a write only from whoever has read the line as it is', async () => {
    const draft = addDraft(first.line, { ...newVersion, tenant, origin: 'operator', comment: 'stricter' });
    expect(await store.add(draft)).toBe(true);
    expect(await store.add(addDraft(first.line, { ...newVersion, tenant }))).toBe(false);
    const chosen = activate(draft.line, draft.version, NOON);
    expect(await store.save(tenant, 'registration', chosen)).toBe(true);
    expect(await store.save(tenant, 'registration', chosen)).toBe(false);
    expect(await store.line(tenant, 'registration')).toEqual(chosen);
  });

  it('list versions from the newest on, page by page', async () => {
    const numbers = async (limit: number, before?: number) =>
      (await store.list(tenant, 'registration', limit, before)).map(({ version }) => version);
    expect(await numbers(10)).toEqual([2, 1]);
    expect(await numbers(1)).toEqual([2]);
    expect(await numbers(10, 2)).toEqual([1]);
    expect(await numbers(10, 1)).toEqual([]);
  });
});

it('report what they have written to others, in the same transaction', async () => {
  const tenant = 'reporting';
  const store = createDynamoPolicyStore(tables.documents, tables.control);
  const first = addStageVersion(undefined, { ...newVersion, tenant, origin: 'stage' }, NOON);
  const draft = addDraft(first.line, { ...newVersion, tenant, origin: 'operator' });
  const chosen = activate(draft.line, draft.version, NOON);
  for (const _twice of [1, 2]) {
    await store.add(first);
    await store.add(draft);
    await store.save(tenant, 'registration', chosen);
  }
  const events = (await writtenEvents(tables, tenant)).map(
    ({ type, details }) => `${type} ${details.version}`,
  );
  expect(events).toEqual([
    'policy.activated 1',
    'policy.created 1',
    'policy.created 2',
    'policy.activated 2',
  ]);
});
