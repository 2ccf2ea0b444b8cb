import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { type AuditEntry, auditEnd, auditEntry, targetRoot } from '../../kernel/audit.ts';
import { firstOf, ID_PREFIXES } from '../../kernel/identifier.ts';
import { auditEndKey, auditEntryKey, auditSubjectKey, auditTargetKey } from '../../platform/dynamo-keys.ts';
import type { AuditEntryStore, AuditFilter } from '../ports/audit-entry-store.ts';

/** Entries that one query reads while a filter may leave most of them out. */
const MAX_ENTRIES_PER_QUERY = 500;
/** Queries for one page; a filter that finds less in so many entries answers a short page and a cursor. */
const MAX_QUERIES = 8;

/** Audit entries, by the table or by the index of the filter that leaves the fewest. */
export function createDynamoAuditEntryStore(client: DynamoDBDocumentClient, table: string): AuditEntryStore {
  return {
    async list(tenant, filter, limit, afterId) {
      const query = queryOf(tenant, filter);
      const entries: AuditEntry[] = [];
      if (afterId !== undefined && afterId <= query.first) return { entries };
      // DynamoDB refuses to start outside the range of the query
      let lastId = afterId !== undefined && afterId < query.end ? afterId : undefined;
      for (let queries = 0; queries < MAX_QUERIES; queries += 1) {
        const left = limit - entries.length;
        const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await client.send(
          new QueryCommand({
            TableName: table,
            ...query.input,
            ScanIndexForward: false,
            Limit: query.isFiltered ? MAX_ENTRIES_PER_QUERY : left,
            ...(lastId === undefined ? {} : { ExclusiveStartKey: query.keyOf(lastId) }),
          }),
        );
        const found = Items.map((item) => auditEntry.parse(item));
        entries.push(...found.slice(0, left));
        // the rest of this query is read again for the next page
        if (found.length > left) return { entries, lastId: found[left - 1]?.id ?? '' };
        if (LastEvaluatedKey === undefined) return { entries };
        lastId = String(LastEvaluatedKey.sk);
        if (entries.length === limit) break;
      }
      return { entries, ...(lastId === undefined ? {} : { lastId }) };
    },

    async endOf(tenant, id) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: auditEndKey(tenant, id) }));
      return Item && auditEnd.parse(Item);
    },
  };
}

/** Where entries are looked for: a partition of the table or of an index, and the key of an entry there. */
function placeOf(tenant: string, { subject, target }: AuditFilter) {
  const inTable = (id: string) => auditEntryKey(tenant, id);
  if (target !== undefined) {
    const inIndex = (id: string) => auditTargetKey(tenant, targetRoot(target), id);
    return {
      IndexName: 'by-target',
      names: { '#pk': 'by_target_pk', '#sk': 'by_target_sk' },
      partition: inIndex('').by_target_pk,
      keyOf: (id: string) => ({ ...inTable(id), ...inIndex(id) }),
    };
  }
  if (subject !== undefined) {
    const inIndex = (id: string) => auditSubjectKey(tenant, subject, id);
    return {
      IndexName: 'by-subject',
      names: { '#pk': 'by_subject_pk', '#sk': 'by_subject_sk' },
      partition: inIndex('').by_subject_pk,
      keyOf: (id: string) => ({ ...inTable(id), ...inIndex(id) }),
    };
  }
  return { names: { '#pk': 'pk', '#sk': 'sk' }, partition: inTable('').pk, keyOf: inTable };
}

function queryOf(tenant: string, filter: AuditFilter) {
  const { keyOf, names, partition, ...index } = placeOf(tenant, filter);
  const { from, to } = filter;
  const prefix = ID_PREFIXES.auditEntry;
  const { expression, values } = conditionOf(filter);
  const first = from ? firstOf(prefix, from) : prefix;
  // nothing in an id sorts behind a tilde
  const end = to ? firstOf(prefix, to) : `${prefix}~`;
  return {
    keyOf,
    first,
    end,
    isFiltered: expression !== '',
    input: {
      ...index,
      KeyConditionExpression: '#pk = :partition AND #sk BETWEEN :from AND :to',
      ExpressionAttributeNames: {
        ...names,
        ...Object.fromEntries(
          [...expression.matchAll(/#(\w+)/g)].map(([alias, name]) => [alias, name ?? '']),
        ),
      },
      ExpressionAttributeValues: {
        ':partition': partition,
        ':from': first,
        ':to': end,
        ...values,
      },
      ...(expression === '' ? {} : { FilterExpression: expression }),
    },
  };
}

/** The condition for what the keys have not found yet. */
function conditionOf({ action, subject, target }: AuditFilter) {
  const parts = [
    ...(action === undefined ? [] : [{ text: '#action = :action', values: { ':action': action } }]),
    ...(subject === undefined || target === undefined
      ? []
      : [{ text: '#subject = :subject', values: { ':subject': subject } }]),
    ...(target === undefined || target === targetRoot(target)
      ? []
      : [
          {
            text: '(#target = :target OR begins_with(#target, :below))',
            values: { ':target': target, ':below': `${target}/` },
          },
        ]),
  ];
  return {
    expression: parts.map(({ text }) => text).join(' AND '),
    values: Object.assign({}, ...parts.map(({ values }) => values)) as Readonly<Record<string, string>>,
  };
}
