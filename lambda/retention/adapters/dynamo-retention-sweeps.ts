import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { retentionSweepKey } from '../../platform/dynamo-keys.ts';
import { retentionSweep } from '../domain/retention-sweep.ts';
import type { RetentionSweeps } from '../ports/retention-sweeps.ts';

/** Keeps the progress of sweeps in the control table. */
export const createDynamoRetentionSweeps = (
  client: DynamoDBDocumentClient,
  control: string,
): RetentionSweeps => ({
  async get(tenant) {
    const Key = retentionSweepKey(tenant);
    const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
    return Item && retentionSweep.parse(Item);
  },
  async put(sweep) {
    await client.send(
      new PutCommand({ TableName: control, Item: { ...sweep, ...retentionSweepKey(sweep.tenant) } }),
    );
  },
});
