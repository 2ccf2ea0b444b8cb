import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { mapBounded } from '../../kernel/map-bounded.ts';
import { wasWritten } from '../../platform/dynamo-expressions.ts';

/** A row of a table whose keys are `pk` and `sk`, with what else it holds. */
export type Row = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/** Rows that are deleted at the same time. */
const CONCURRENCY = 20;

/** Reads and deletes rows of one table. */
export interface Rows {
  /** Returns the rows of a partition, read consistently. */
  ofPartition(pk: string): Promise<readonly Row[]>;
  /** Returns the rows that the index of users has; a very recent one may be missing. */
  ofUser(tenant: string, userId: string): Promise<readonly Row[]>;
  delete(rows: readonly Pick<Row, 'pk' | 'sk'>[]): Promise<void>;
  /** Writes a row that others share with the user, unless it has changed since it was read. */
  replace(before: Row, after: Row): Promise<void>;
}

const asRow = (item: Record<string, unknown>): Row => ({
  ...item,
  pk: String(item.pk),
  sk: String(item.sk),
});

export function createDynamoRows(client: DynamoDBDocumentClient, table: string): Rows {
  const query = async (name: string, value: string, place: object): Promise<readonly Row[]> => {
    const found: Row[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: `${name} = :partition`,
        ExpressionAttributeValues: { ':partition': value },
        ...place,
      },
    );
    for await (const { Items = [] } of pages) found.push(...Items.map(asRow));
    return found;
  };
  return {
    ofPartition: (pk) => query('pk', pk, { ConsistentRead: true }),
    ofUser: (tenant, userId) => query('by_user_pk', `${tenant}#${userId}`, { IndexName: 'by-user' }),
    replace: async (before, after) => {
      const revision = Number(before.revision ?? 0);
      await wasWritten(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...after, revision: revision + 1 },
            ConditionExpression: 'revision = :revision',
            ExpressionAttributeValues: { ':revision': revision },
          }),
        ),
      );
    },
    delete: async (rows) => {
      await mapBounded(rows, CONCURRENCY, ({ pk, sk }) =>
        client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } })),
      );
    },
  };
}
