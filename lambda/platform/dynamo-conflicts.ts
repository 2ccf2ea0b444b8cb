import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { fullJitter } from '../kernel/backoff.ts';
import { CONFLICT_RETRY } from '../kernel/retry.ts';
import { systemRandom, systemWait } from './system.ts';

/**
 * Whether DynamoDB rejected a request only because a transaction was in progress on one of its items: a
 * single write fails with TransactionConflictException; a transaction is canceled with one reason per item,
 * here `None` or `TransactionConflict`. Nothing was written, so the same request can be sent again at once.
 * Any other reason, such as a failed condition, is an answer and not a conflict.
 * @see Developer Guide, "Amazon DynamoDB Transactions: How it works", "Transaction conflict handling"
 */
export function isConflict(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
  return (
    codes.includes('TransactionConflict') &&
    codes.every((code) => code === 'TransactionConflict' || code === 'None')
  );
}

export interface ConflictRetry {
  /** Attempts in total, including the first. */
  readonly maxAttempts?: number;
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Returns a number from 0 up to 1. */
  readonly random?: () => number;
}

/**
 * Repeats a request while it conflicts with transactions in progress.
 * @param send sends the same request every time
 * @returns the answer of the first attempt that does not conflict
 * @throws the conflict of the last attempt; any other error at once
 */
export async function retryConflicts<Answer>(
  send: () => Promise<Answer>,
  { maxAttempts = CONFLICT_RETRY.maxAttempts, wait = systemWait, random = systemRandom }: ConflictRetry = {},
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (attempt >= maxAttempts || !isConflict(error)) throw error;
      await wait(fullJitter(attempt, CONFLICT_RETRY, random));
    }
  }
}
