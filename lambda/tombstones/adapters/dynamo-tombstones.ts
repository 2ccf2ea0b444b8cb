import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SubjectHash } from '../../kernel/ports/subject-hash.ts';
import { wasWritten } from '../../platform/dynamo-expressions.ts';
import { epochSeconds, tombstoneKey } from '../../platform/dynamo-keys.ts';
import { originOf, type Source, tombstone } from '../domain/tombstone.ts';
import type { Tombstones } from '../ports/tombstones.ts';

/** Tombstones in the control table, each in a partition of its own, which the id of no user names. */
export const createDynamoTombstones = (
  client: DynamoDBDocumentClient,
  control: string,
  subjectHash: SubjectHash,
): Tombstones => ({
  async erasedAt(tenant, userId) {
    const Key = tombstoneKey(tenant, await subjectHash(tenant, userId));
    const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
    return Item && new Date(tombstone.parse(Item).erased_at);
  },

  async put(written) {
    await wasWritten(
      client.send(
        new PutCommand({
          TableName: control,
          Item: {
            ...written,
            ...tombstoneKey(written.tenant, written.subject),
            expires_at_epoch_seconds: epochSeconds(new Date(written.expires_at)),
          },
          // times of one format compare as text
          ConditionExpression: 'attribute_not_exists(pk) OR erased_at < :now',
          ExpressionAttributeValues: { ':now': written.erased_at },
        }),
      ),
    );
  },
});

/**
 * Part of a transaction that enrolls a user: it fails if the user was erased since the source began. The row
 * is the user's own, so nobody else's transaction meets it.
 * @param subject keyed hash of the user's id
 */
export const tombstoneCheck = (control: string, tenant: string, subject: string, source: Source) => ({
  ConditionCheck: {
    TableName: control,
    Key: tombstoneKey(tenant, subject),
    ConditionExpression: 'attribute_not_exists(pk) OR erased_at < :origin',
    ExpressionAttributeValues: { ':origin': originOf(source) },
  },
});
