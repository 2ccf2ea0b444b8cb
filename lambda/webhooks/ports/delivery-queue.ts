import type { DeliveryMessage } from '../domain/delivery.ts';

export interface DeliveryQueue {
  /** Sends a first attempt. */
  send(message: Omit<DeliveryMessage, 'hold_seconds'>): Promise<void>;
}

export interface RetryQueue {
  /** Sends a further attempt. @param delaySeconds from now, at most twelve hours */
  retry(message: Omit<DeliveryMessage, 'hold_seconds'>, delaySeconds: number): Promise<void>;
  /**
   * Hides a message that was received, in the queue that it came from.
   * @param receiptHandle of the receive
   */
  hold(receiptHandle: string, seconds: number): Promise<void>;
}
