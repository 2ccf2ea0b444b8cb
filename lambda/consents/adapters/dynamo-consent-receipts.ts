import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { CONSENT_RECEIPT_PREFIX, consentReceiptKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { type ConsentReceipt, consentReceipt } from '../domain/consent-receipt.ts';
import type { ConsentReceipts } from '../ports/consent-receipts.ts';
import { receiptItems, withdrawalItems } from './dynamo-consent-items.ts';

/** Receipts in the control table, each in its user's partition. */
export function createDynamoConsentReceipts(
  client: DynamoDBDocumentClient,
  tableName: string,
): ConsentReceipts {
  return {
    async get(tenant, userId, id) {
      const Key = consentReceiptKey(tenant, userId, id);
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item && consentReceipt.parse(Item);
    },

    async ofUser(tenant, userId) {
      const receipts: ConsentReceipt[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :receipts)',
            ExpressionAttributeValues: {
              ':pk': consentReceiptKey(tenant, userId, '').pk,
              ':receipts': CONSENT_RECEIPT_PREFIX,
            },
            ScanIndexForward: false,
            ConsistentRead: true,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        );
        receipts.push(...Items.map((item) => consentReceipt.parse(item)));
        start = LastEvaluatedKey;
      } while (start);
      return receipts;
    },

    give: (receipt) => transact(client, receiptItems(tableName, receipt)),

    withdraw: (named, withdrawn) => transact(client, withdrawalItems(tableName, named, withdrawn)),
  };
}
