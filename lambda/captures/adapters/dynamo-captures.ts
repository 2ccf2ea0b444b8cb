import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { byUser, captureBandKey, captureKey, epochSeconds } from '../../platform/dynamo-keys.ts';
import { captureOwner, similarCapture } from '../domain/captured-picture.ts';
import type { Captures } from '../ports/captures.ts';

/**
 * Captures that are compared for each band, the newest. Pictures of a tenant with a million sessions share a
 * band of 16 bits with 15 others on average; more are read where a band says little, such as a bright wall.
 */
const MAX_CANDIDATES = 50;

/**
 * Hashes of captures in the control table: each hash in a partition of its own, and each band of a hash in
 * one that it shares with the captures that look like it. Two people write one row only if their captures
 * are equal.
 */
export const createDynamoCaptures = (client: DynamoDBDocumentClient, tableName: string): Captures => ({
  async keepEqual(tenant, sha256, owner, now) {
    try {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...owner,
            ...captureKey(tenant, sha256),
            ...byUser(tenant, owner.user_id),
            ...expiryOf(owner),
          },
          // times of one format compare as text; DynamoDB deletes rows up to days after their time
          ConditionExpression: 'attribute_not_exists(pk) OR session_id = :own OR retained_until <= :now',
          ExpressionAttributeValues: { ':own': owner.session_id, ':now': now.toISOString() },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
      return captureOwner.parse(unmarshall(error.Item));
    }
  },

  async keepBand(tenant, band, capture) {
    await client.send(
      new PutCommand({
        TableName: tableName,
        Item: {
          ...capture,
          ...captureBandKey(tenant, band, capture.session_id),
          ...byUser(tenant, capture.user_id),
          ...expiryOf(capture),
        },
      }),
    );
  },

  async listOfBand(tenant, band, now) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :partition',
        FilterExpression: 'retained_until > :now',
        ExpressionAttributeValues: {
          ':partition': captureBandKey(tenant, band, '').pk,
          ':now': now.toISOString(),
        },
        // ids of sessions grow with time
        ScanIndexForward: false,
        Limit: MAX_CANDIDATES,
        // of two sessions at the same time, the later one must see the earlier one's row
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => similarCapture.parse(item));
  },
});

const expiryOf = ({ retained_until }: { readonly retained_until: string }) => ({
  expires_at_epoch_seconds: epochSeconds(new Date(retained_until)),
});
