import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

/** An item as the SDK types it; that of a stream's record is the same. */
type Item = Parameters<typeof unmarshall>[0];

/**
 * Creates a handler of a table's new rows. A batch comes again from its first row on that was not taken, or
 * from its beginning if `consume` rejects.
 * @param consume returns the index of that row; undefined if all were taken
 */
export const streamHandler =
  (consume: (rows: readonly unknown[]) => Promise<number | undefined>) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const rows = Records.map(({ dynamodb }) => unmarshall((dynamodb?.NewImage ?? {}) as Item));
    const refused = await consume(rows);
    const itemIdentifier = refused === undefined ? undefined : Records[refused]?.dynamodb?.SequenceNumber;
    return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
  };
