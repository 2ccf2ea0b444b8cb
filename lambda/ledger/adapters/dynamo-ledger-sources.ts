import { type DynamoDBDocumentClient, paginateScan, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { OUTBOX_SORT_KEY } from '../../platform/dynamo-keys.ts';
import type { LedgerSources } from '../ports/ledger-sources.ts';

export interface SourceTables {
  readonly sessions: string;
  readonly control: string;
  readonly audit: string;
}

/**
 * Rows of the tables whose streams the ledger follows. It reads every row of them: what has no entry cannot
 * be found by its key.
 */
export function createDynamoLedgerSources(
  client: DynamoDBDocumentClient,
  { sessions, control, audit }: SourceTables,
): LedgerSources {
  const scans: readonly ScanCommandInput[] = [
    {
      TableName: sessions,
      FilterExpression: 'begins_with(sk, :event)',
      ExpressionAttributeValues: { ':event': 'event#' },
    },
    {
      TableName: control,
      FilterExpression: 'sk = :outbox',
      ExpressionAttributeValues: { ':outbox': OUTBOX_SORT_KEY },
    },
    { TableName: audit },
  ];
  return {
    async *rows() {
      for (const scan of scans)
        for await (const { Items = [] } of paginateScan({ client }, { ...scan, ConsistentRead: true }))
          yield* Items;
    },
  };
}
