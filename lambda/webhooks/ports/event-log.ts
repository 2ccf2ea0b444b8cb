import type { WebhookEvent } from '../domain/webhook-event.ts';

/** A time of events, from its beginning to just before its end. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export interface EventLog {
  /** Keeps an event for replays; once, however often it comes. */
  keep(event: WebhookEvent): Promise<void>;
  /**
   * Returns events of a tenant in the order of their times.
   * @param cursor of the page before; absent for the first one
   * @returns with a cursor if more may follow
   */
  page(
    tenant: string,
    span: Span,
    cursor?: string,
  ): Promise<{ readonly events: readonly WebhookEvent[]; readonly cursor?: string }>;
}

/** The events where they were written. */
export interface PastEvents {
  /** Returns an event of a tenant; undefined if there is none, or no longer. */
  find(tenant: string, id: string): Promise<WebhookEvent | undefined>;
}
