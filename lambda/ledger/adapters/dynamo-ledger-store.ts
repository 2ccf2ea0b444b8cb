import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { mapBounded } from '../../kernel/map-bounded.ts';
import { LEDGER_BLOCK, ledgerEntryKey, ledgerHeadKey, ledgerSourceKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { ledgerHead, ledgerLink } from '../domain/ledger-entry.ts';
import type { LedgerStore } from '../ports/ledger-store.ts';

/** Reads of marks at once. */
const READS_CONCURRENCY = 10;

/**
 * Chains in a table of their own, to which functions may only add: an entry for each place in the chain, a
 * mark for each row that has an entry, and the head, which alone is written again.
 */
export function createDynamoLedgerStore(client: DynamoDBDocumentClient, table: string): LedgerStore {
  const get = async (Key: Readonly<Record<string, string>>) =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  const addition = (Item: Readonly<Record<string, unknown>>) => ({
    Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' },
  });

  return {
    async head(tenant) {
      const item = await get(ledgerHeadKey(tenant));
      return item && ledgerHead.parse(item);
    },

    add: (tenant, { before, after, entries }) =>
      transact(client, [
        {
          Put: {
            TableName: table,
            Item: { ...ledgerHeadKey(tenant), ...after },
            ...(before.sequence === 0
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: '#sequence = :sequence AND #hash = :hash',
                  ExpressionAttributeNames: { '#sequence': 'sequence', '#hash': 'hash' },
                  ExpressionAttributeValues: { ':sequence': before.sequence, ':hash': before.hash },
                }),
          },
        },
        ...entries.flatMap(({ link, draft }) => [
          addition({ ...ledgerEntryKey(tenant, link.sequence), ...link }),
          addition({ ...ledgerSourceKey(tenant, draft.source_id), sequence: link.sequence }),
        ]),
      ]),

    async chained(tenant, sourceIds) {
      const found = await mapBounded(sourceIds, READS_CONCURRENCY, async (id) =>
        (await get(ledgerSourceKey(tenant, id))) === undefined ? [] : [id],
      );
      return new Set(found.flat());
    },

    async find(tenant, sourceId) {
      const mark = await get(ledgerSourceKey(tenant, sourceId));
      const item = mark && (await get(ledgerEntryKey(tenant, Number(mark.sequence))));
      return item && ledgerLink.parse(item);
    },

    async *links(tenant, to) {
      for (let first = 1; first <= to; first = nextBlock(first)) {
        const { pk, sk } = ledgerEntryKey(tenant, first);
        const pages = paginateQuery(
          { client },
          {
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: { ':pk': pk, ':from': sk, ':to': ledgerEntryKey(tenant, to).sk },
            ConsistentRead: true,
          },
        );
        for await (const { Items = [] } of pages) yield* Items.map((item) => ledgerLink.parse(item));
      }
    },
  };
}

const nextBlock = (sequence: number): number => (Math.floor(sequence / LEDGER_BLOCK) + 1) * LEDGER_BLOCK;
