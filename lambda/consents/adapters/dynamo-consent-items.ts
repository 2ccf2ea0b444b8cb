import { consentReceiptKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { type ConsentReceipt, givenEvent, withdrawnEvent } from '../domain/consent-receipt.ts';

/** Parts of a transaction that write a receipt and its event; they fail if there is one of that id. */
export const receiptItems = (control: string, receipt: ConsentReceipt) => [
  {
    Put: {
      TableName: control,
      Item: { ...receipt, ...consentReceiptKey(receipt.tenant, receipt.user_id, receipt.id) },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  },
  outboxPut(control, givenEvent(receipt)),
];

/** Parts of the transaction that withdraws receipts; they fail if one of them was withdrawn before. */
export const withdrawalItems = (
  control: string,
  named: ConsentReceipt,
  withdrawn: readonly ConsentReceipt[],
) => [
  ...withdrawn.map(({ tenant, user_id, id, withdrawn_at, withdrawn_by }) => ({
    Update: {
      TableName: control,
      Key: consentReceiptKey(tenant, user_id, id),
      UpdateExpression: 'SET withdrawn_at = :at, withdrawn_by = :by',
      ConditionExpression: STANDING,
      ExpressionAttributeValues: { ':at': withdrawn_at, ':by': withdrawn_by },
    },
  })),
  outboxPut(control, withdrawnEvent(named, withdrawn.length, new Date(named.withdrawn_at ?? 0))),
];

/** Part of a transaction that fails unless a receipt is there and not withdrawn. */
export const receiptCheck = (
  control: string,
  { tenant, user_id, id }: Pick<ConsentReceipt, 'tenant' | 'user_id' | 'id'>,
) => ({
  ConditionCheck: {
    TableName: control,
    Key: consentReceiptKey(tenant, user_id, id),
    ConditionExpression: STANDING,
  },
});

const STANDING = 'attribute_exists(pk) AND attribute_not_exists(withdrawn_at)';
