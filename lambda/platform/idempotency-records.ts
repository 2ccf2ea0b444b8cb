import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { CONTROL_TABLE } from '../kernel/tables.ts';
import { byUser } from './dynamo-keys.ts';

/** One request's record. */
export interface OwnedRecord {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly tenant: string;
  readonly staticPkValue: string;
  /** Path and body of the request. */
  readonly content: unknown;
  readonly began_at: Date;
}

/**
 * Records of Powertools that an erasure finds: the answer is kept with the user whom it is about, or with the
 * session where the request names no user, in the write that keeps it. Powertools has no place for it.
 */
export class IdempotencyRecords extends DynamoDBPersistenceLayer {
  readonly #owned: OwnedRecord;

  constructor(owned: OwnedRecord) {
    super({
      tableName: owned.tableName,
      awsSdkV3Client: owned.client,
      keyAttr: CONTROL_TABLE.partitionKey,
      sortKeyAttr: CONTROL_TABLE.sortKey,
      staticPkValue: owned.staticPkValue,
      expiryAttr: CONTROL_TABLE.timeToLiveAttribute,
    });
    this.#owned = owned;
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    const { client, tableName, tenant, content, began_at } = this.#owned;
    const owner = ownerOf(content, record.responseData);
    const values = {
      [CONTROL_TABLE.timeToLiveAttribute]: record.expiryTimestamp,
      status: record.getStatus(),
      data: record.responseData,
      validation: record.payloadHash,
      ...(owner === undefined ? {} : { ...byUser(tenant, owner), recorded_at: began_at.toISOString() }),
    };
    const written = Object.entries(values).filter(([, value]) => value !== undefined);
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: this.getKey(record.idempotencyKey),
        UpdateExpression: `SET ${written.map((_, index) => `#${index} = :${index}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(written.map(([name], index) => [`#${index}`, name])),
        ExpressionAttributeValues: marshall(
          Object.fromEntries(written.map(([, value], index) => [`:${index}`, value])),
        ),
      }),
    );
  }
}

/** Returns the user whom a request or its answer names; else the id in its path, which may be a session's. */
function ownerOf(content: unknown, answer: unknown): string | undefined {
  const { path, body } = membersOf(content);
  const users = [membersOf(path).user_id, membersOf(body).user_id, membersOf(answer).user_id];
  return [...users, membersOf(path).id].find((id) => typeof id === 'string');
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
