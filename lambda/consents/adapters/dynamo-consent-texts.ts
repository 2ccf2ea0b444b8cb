import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { wasWritten } from '../../platform/dynamo-expressions.ts';
import { consentTextEntryKey, consentTextKey, consentTextsKey } from '../../platform/dynamo-keys.ts';
import {
  type ConsentTextEntry,
  consentTextContent,
  consentTextEntry,
  hashOf,
} from '../domain/consent-text.ts';
import type { ConsentTexts } from '../ports/consent-texts.ts';

/** Consent texts in the control table: entries in a partition of each tenant, contents by their hash. */
export function createDynamoConsentTexts(client: DynamoDBDocumentClient, tableName: string): ConsentTexts {
  return {
    async list(tenant, noticeVersion) {
      const entries: ConsentTextEntry[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression:
              noticeVersion === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :version)',
            ExpressionAttributeValues: {
              ':pk': consentTextsKey(tenant),
              ...(noticeVersion === undefined ? {} : { ':version': `${noticeVersion}#` }),
            },
            ConsistentRead: true,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        );
        entries.push(...Items.map((item) => consentTextEntry.parse(item)));
        start = LastEvaluatedKey;
      } while (start);
      return entries;
    },

    async content(tenant, sha256) {
      const Key = consentTextKey(tenant, sha256);
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      if (!Item) throw new Error(`the consent text with hash ${sha256} is gone`);
      const content = consentTextContent.parse(Item.content);
      if (hashOf(content) !== sha256) throw new Error(`the consent text with hash ${sha256} was changed`);
      return content;
    },

    async add({ entry, content }) {
      const { tenant, sha256 } = entry;
      // first, so that no entry ever names a missing content; the same content is the same row
      await client.send(
        new PutCommand({ TableName: tableName, Item: { ...consentTextKey(tenant, sha256), content } }),
      );
      return wasWritten(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...consentTextEntryKey(tenant, entry), ...entry },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },
  };
}
