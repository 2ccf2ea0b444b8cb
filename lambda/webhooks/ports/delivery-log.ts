import type { Delivery } from '../domain/delivery.ts';

export interface DeliveryLog {
  /** Writes a delivery before its first attempt; does nothing if it is there already. */
  begin(delivery: Delivery): Promise<void>;
  get(tenant: string, endpointId: string, id: string): Promise<Delivery | undefined>;
  /**
   * Writes a delivery after an attempt, or without one if it is dropped.
   * @param attemptsBefore attempts of the stored one
   * @returns false if that is not pending, or has others
   */
  record(delivery: Delivery, attemptsBefore: number): Promise<boolean>;
  /** Returns a page of the deliveries of an endpoint, newest first. */
  list(
    tenant: string,
    endpointId: string,
    page: { readonly limit: number; readonly afterId?: string | undefined },
  ): Promise<{ readonly deliveries: readonly Delivery[]; readonly lastId?: string }>;
}
