import type { AccessCheck } from '../emulator.ts';

/** Actions of SQS in the caller's name on the key of an encrypted queue, by operation. */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  SendMessage: ['kms:GenerateDataKey', 'kms:Decrypt'],
  ReceiveMessage: ['kms:Decrypt'],
};

/**
 * Returns the IAM checks of an operation on a queue. Only keys of the customer's own need a permission;
 * those are named by their ARN (SQS Developer Guide, "Key management", "Configuring AWS KMS permissions").
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export function queueChecks(
  operation: string,
  queueArn: string,
  keyId: string | undefined,
): readonly AccessCheck[] {
  const keyActions = keyId?.startsWith('arn:') ? (KEY_ACTIONS[operation] ?? []) : [];
  const context = { 'kms:ViaService': `sqs.${queueArn.split(':')[3]}.amazonaws.com` };
  return [
    { action: `sqs:${operation}`, resource: queueArn },
    ...keyActions.map((action) => ({ action, resource: keyId ?? '', context })),
  ];
}
