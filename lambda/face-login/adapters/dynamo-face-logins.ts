import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { wasWritten } from '../../platform/dynamo-expressions.ts';
import { epochSeconds, faceLoginKey } from '../../platform/dynamo-keys.ts';
import type { FaceLogins } from '../ports/face-logins.ts';

/** Logins in the control table, each in a partition of its own. */
export const createDynamoFaceLogins = (client: DynamoDBDocumentClient, tableName: string): FaceLogins => ({
  record: (login) =>
    wasWritten(
      client.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...login,
            ...faceLoginKey(login.tenant, login.session_id),
            expires_at_epoch_seconds: epochSeconds(new Date(login.expires_at)),
          },
          ConditionExpression: 'attribute_not_exists(spent_at)',
        }),
      ),
    ),

  spend: ({ tenant, session_id, user_id }, now) =>
    wasWritten(
      client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: faceLoginKey(tenant, session_id),
          UpdateExpression: 'SET spent_at = :now',
          // times of one format compare as text
          ConditionExpression: 'user_id = :user AND attribute_not_exists(spent_at) AND expires_at > :now',
          ExpressionAttributeValues: { ':now': now.toISOString(), ':user': user_id },
        }),
      ),
    ),
});
