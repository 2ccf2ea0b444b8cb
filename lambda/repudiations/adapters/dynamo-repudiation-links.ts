import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { wasWritten } from '../../platform/dynamo-expressions.ts';
import { byUser, epochSeconds, repudiationLinkKey } from '../../platform/dynamo-keys.ts';
import { repudiationLink } from '../domain/repudiation-link.ts';
import type { RepudiationLinks } from '../ports/repudiation-links.ts';

/** Links in the control table, by the hashes of their secrets. */
export const createDynamoRepudiationLinks = (
  client: DynamoDBDocumentClient,
  control: string,
): RepudiationLinks => ({
  async get(tenant, id) {
    const Key = repudiationLinkKey(tenant, id);
    const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
    return Item && repudiationLink.parse(Item);
  },
  put: (link) =>
    wasWritten(
      client.send(
        new PutCommand({
          TableName: control,
          Item: {
            ...link,
            ...repudiationLinkKey(link.tenant, link.id),
            ...byUser(link.tenant, link.user_id),
            expires_at_epoch_seconds: epochSeconds(new Date(link.expires_at)),
          },
          ConditionExpression: 'attribute_not_exists(used_by) OR used_by = :used_by',
          ExpressionAttributeValues: { ':used_by': link.used_by ?? '' },
        }),
      ),
    ),
});
