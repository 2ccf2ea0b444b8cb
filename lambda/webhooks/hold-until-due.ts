import type { DeliveryMessage } from './domain/delivery.ts';
import type { RetryQueue } from './ports/delivery-queue.ts';

/** Thrown for a message that stays in its queue until it is due; it has not failed. */
export class NotDue extends Error {
  override readonly name = 'NotDue';
}

/**
 * Hides a message that waits for longer than SQS delays it, when it is received for the first time. If its
 * function is killed before, it is received again too early, which does no harm.
 * @throws NotDue if it was hidden
 */
export async function holdUntilDue(
  { hold_seconds }: DeliveryMessage,
  { receiptHandle, count }: { readonly receiptHandle: string; readonly count: number },
  retries: Pick<RetryQueue, 'hold'>,
): Promise<void> {
  if (hold_seconds === 0 || count > 1) return;
  await retries.hold(receiptHandle, hold_seconds);
  throw new NotDue(`hidden for ${hold_seconds} s`);
}
