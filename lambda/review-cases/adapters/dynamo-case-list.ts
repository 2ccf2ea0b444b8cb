import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { reviewCaseKey, reviewCaseStateKey } from '../../platform/dynamo-keys.ts';
import { isWaiting, type ReviewCase, reviewCase } from '../domain/review-case.ts';
import type { CaseFilter, ReviewCasePage } from '../ports/review-case-store.ts';

/** Cases that one query reads while a filter may leave most of them out. */
const MAX_CASES_PER_QUERY = 200;
/** Queries for one page; a filter that finds less in so many cases answers a short page and a cursor. */
const MAX_QUERIES = 5;

/** Lists cases by the table, or by the index of those that wait or do not. */
export async function listCases(
  client: DynamoDBDocumentClient,
  control: string,
  tenant: string,
  filter: CaseFilter,
  limit: number,
  afterId?: string,
): Promise<ReviewCasePage> {
  const { keyOf, ...query } = queryOf(tenant, filter);
  const cases: ReviewCase[] = [];
  let lastId = afterId;
  for (let queries = 0; queries < MAX_QUERIES && cases.length < limit; queries += 1) {
    const left = limit - cases.length;
    const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: control,
        ...query,
        ScanIndexForward: false,
        Limit: query.FilterExpression === undefined ? left : MAX_CASES_PER_QUERY,
        ...(lastId === undefined ? {} : { ExclusiveStartKey: keyOf(lastId) }),
      }),
    );
    const found = Items.map((item) => reviewCase.parse(item));
    cases.push(...found.slice(0, left));
    // the rest of this query is read again for the next page
    if (found.length > left) return { cases, lastId: found[left - 1]?.id ?? '' };
    if (LastEvaluatedKey === undefined) return { cases };
    lastId = String(LastEvaluatedKey.sk);
  }
  return { cases, ...(lastId === undefined ? {} : { lastId }) };
}

function queryOf(tenant: string, filter: CaseFilter) {
  const { partition, keyOf, ...place } = placeOf(tenant, filter);
  const conditions = conditionsOf(filter);
  return {
    ...place,
    keyOf,
    ExpressionAttributeValues: {
      ':partition': partition,
      ...Object.fromEntries(conditions.map(({ name, value }) => [`:${name}`, value])),
    },
    ...(conditions.length === 0
      ? {}
      : {
          FilterExpression: conditions.map(({ name, is }) => `#${name} ${is} :${name}`).join(' AND '),
          ExpressionAttributeNames: Object.fromEntries(conditions.map(({ name }) => [`#${name}`, name])),
        }),
  };
}

/** Where cases are looked for: all of them, those that wait, or those that do not. */
function placeOf(tenant: string, { status, isWaiting: waiting, overdueAt }: CaseFilter) {
  const inTable = (id: string) => reviewCaseKey(tenant, id);
  const waits = waiting === true || overdueAt !== undefined;
  if (status === undefined && !waits)
    return { KeyConditionExpression: 'pk = :partition', partition: inTable('').pk, keyOf: inTable };
  const state = status === undefined || waits || isWaiting({ status }) ? 'waiting' : 'decided';
  const inIndex = (id: string) => reviewCaseStateKey(tenant, state, id);
  return {
    IndexName: 'by-case-state',
    KeyConditionExpression: 'by_case_state_pk = :partition',
    partition: inIndex('').by_case_state_pk,
    keyOf: (id: string) => ({ ...inTable(id), ...inIndex(id) }),
  };
}

const conditionsOf = ({ reason, status, assignee, overdueAt }: CaseFilter) => [
  ...(reason === undefined ? [] : [{ name: 'reason', is: '=', value: reason }]),
  ...(status === undefined ? [] : [{ name: 'status', is: '=', value: status }]),
  ...(assignee === undefined ? [] : [{ name: 'assignee', is: '=', value: assignee }]),
  ...(overdueAt === undefined ? [] : [{ name: 'due_at', is: '<=', value: overdueAt.toISOString() }]),
];
