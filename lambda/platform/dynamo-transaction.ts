import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { retryConflicts } from './dynamo-conflicts.ts';

/**
 * Writes all items or none. The client retries what only conflicts with other transactions.
 * @param items at most 100, 4 MB in total (API Reference, TransactWriteItems)
 * @returns false if one of the conditions failed
 * @throws TransactionCanceledException if every attempt conflicted, or for any other reason
 */
export async function transact(
  client: DynamoDBDocumentClient,
  items: NonNullable<TransactWriteCommandInput['TransactItems']>,
): Promise<boolean> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: items }));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** Rounds of the client's own attempts: 60 attempts in about three seconds, at most 6 s. */
const PATIENT_ROUNDS = 6;

/**
 * The same, with more attempts, for items under heavier contention than the client's retries are made for:
 * - All rows of a tenant's generations at once. No enrollment holds any of them with a probability of
 *   e^-(transactions per second x seconds per transaction): at 49.5 per second and 15 ms that is 0.48, so
 *   10 attempts fail once in 600 times and 60 never; at 150 per second it is 0.1, and 60 attempts fail once
 *   in 800 times. At much higher rates, index jobs must be paused first.
 * - One row updated by 12 transactions at the same moment, which takes 180 ms: with 10 attempts each, one
 *   of them fails in 1 of 90 such bursts (simulated).
 */
export const transactPatiently: typeof transact = (client, items) =>
  retryConflicts(() => transact(client, items), { maxAttempts: PATIENT_ROUNDS });

/** Whether a condition canceled the transaction, alone or together with conflicts. */
const isConditionFailure = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed');
