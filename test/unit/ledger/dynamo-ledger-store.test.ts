import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDynamoLedgerSources } from '../../../lambda/ledger/adapters/dynamo-ledger-sources.ts';
import { createDynamoLedgerStore } from '../../../lambda/ledger/adapters/dynamo-ledger-store.ts';
import { appendEntries } from '../../../lambda/ledger/append-entries.ts';
import { MAX_ENTRIES } from '../../../lambda/ledger/domain/batches-of.ts';
import { appendTo, emptyHead, type LedgerLink } from '../../../lambda/ledger/domain/ledger-entry.ts';
import { createAuditEntries } from '../../../lambda/platform/audit-entries.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

const aDraft = (source_id: string) => ({
  source_id,
  kind: 'decision',
  occurred_at: NOON.toISOString(),
  data: {},
});
const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => aDraft(`row-${from + index}`));

describe('chains in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());
  const store = () => createDynamoLedgerStore(tables.documents, tables.ledger);
  const append = (tenant: string, drafts: ReturnType<typeof many>) =>
    appendEntries(tenant, drafts, { ledger: store(), clock: () => NOON });
  const linksOf = async (tenant: string, to: number) => {
    const links: LedgerLink[] = [];
    for await (const link of store().links(tenant, to)) links.push(link);
    return links;
  };

  it('have no head before their first entry', async () => {
    expect(await store().head(unique('tenant'))).toBeUndefined();
    expect(await linksOf(unique('tenant'), 0)).toEqual([]);
  });

  it('are read in order, over more partitions than one, up to a place', async () => {
    const tenant = unique('tenant');
    for (let from = 0; from < 1029; from += MAX_ENTRIES) await append(tenant, many(from, MAX_ENTRIES));
    expect((await store().head(tenant))?.sequence).toBe(1029);
    const sequences = (await linksOf(tenant, 1010)).map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 1010 }, (_, index) => index + 1));
  });

  it('add all entries or none, and nothing behind a head that has moved', async () => {
    const tenant = unique('tenant');
    const [draft] = many(1, 1);
    if (!draft) throw new Error('no draft');
    const before = emptyHead(tenant);
    const { links, head: after } = appendTo(before, [draft], NOON);
    const entries = links.map((link) => ({ link, draft }));
    expect(await store().add(tenant, { before, after, entries })).toBe(true);
    expect(await store().add(tenant, { before, after, entries })).toBe(false);
    const twice = appendTo(after, [draft], NOON);
    const addition = {
      before: after,
      after: twice.head,
      entries: twice.links.map((link) => ({ link, draft })),
    };
    expect(await store().add(tenant, addition)).toBe(false);
    expect(await store().head(tenant)).toEqual(after);
    expect(await linksOf(tenant, 9)).toEqual(links);
  });

  it('know which rows they have, and find the entry of one', async () => {
    const tenant = unique('tenant');
    await append(tenant, many(1, 2));
    expect(await store().chained(tenant, ['row-1', 'row-3', 'row-2'])).toEqual(new Set(['row-1', 'row-2']));
    expect((await store().find(tenant, 'row-2'))?.sequence).toBe(2);
    expect(await store().find(tenant, 'row-3')).toBeUndefined();
  });

  it('grow by every batch of several writers at once, and once by each', async () => {
    const tenant = unique('tenant');
    const batches = [many(0, 5), many(3, 5), many(10, 5)];
    await Promise.all(batches.map((batch) => append(tenant, batch)));
    const links = await linksOf(tenant, 100);
    expect(links).toHaveLength(13);
    expect(new Set(links.map(({ content }) => JSON.parse(content).source_id)).size).toBe(13);
  });

  it('are read consistently', async () => {
    const send = vi.spyOn(tables.documents, 'send');
    await linksOf(unique('tenant'), 1);
    const [command] = send.mock.calls.map(([sent]) => sent).filter((sent) => sent instanceof QueryCommand);
    expect(command?.input.ConsistentRead).toBe(true);
    send.mockRestore();
  });

  it('are made of the events and calls of the other tables', async () => {
    const { documents, sessions, control, audit } = tables;
    const entries = createAuditEntries(
      documents,
      { table: audit, retentionDays: 1 },
      () => NOON,
      () => 'aud_1',
    );
    await entries.begin({ tenant: 'acme', subject: 's', action: 'a.b', target: '/users/u', request_id: 'r' });
    const rows: unknown[] = [];
    for await (const row of createDynamoLedgerSources(documents, { sessions, control, audit }).rows())
      rows.push(row);
    expect(rows).toMatchObject([{ id: 'aud_1' }]);
  });
});
