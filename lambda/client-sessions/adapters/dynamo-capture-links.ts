import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { captureLinksKey, epochSeconds } from '../../platform/dynamo-keys.ts';
import { captureLinks, NO_LINKS } from '../domain/capture-link.ts';
import type { CaptureLinksStore } from '../ports/capture-links-store.ts';

/** Capture links in the control table: the hashes of their secrets, in one row for each session. */
export const createDynamoCaptureLinks = (
  client: DynamoDBDocumentClient,
  tableName: string,
): CaptureLinksStore => ({
  async get(tenant, sessionId) {
    const Key = captureLinksKey(tenant, sessionId);
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return Item ? captureLinks.parse(Item) : NO_LINKS;
  },
  async put(tenant, sessionId, { links, revision }) {
    try {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...captureLinksKey(tenant, sessionId),
            links,
            revision: revision + 1,
            expires_at_epoch_seconds: Math.max(
              ...links.map(({ expires_at }) => epochSeconds(new Date(expires_at))),
            ),
          },
          // time to live may have deleted the row since it was read; no link in it was valid then
          ConditionExpression: 'attribute_not_exists(pk) OR revision = :revision',
          ExpressionAttributeValues: { ':revision': revision },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});
