import type { OutboxEvent } from '../../kernel/outbox-event.ts';
import type { WebhookEndpoint } from '../domain/webhook-endpoint.ts';

export interface EndpointStore {
  /** Returns all endpoints of a tenant, oldest first. */
  list(tenant: string): Promise<readonly WebhookEndpoint[]>;
  get(tenant: string, id: string): Promise<WebhookEndpoint | undefined>;
  /** Writes a new endpoint. */
  create(endpoint: WebhookEndpoint): Promise<void>;
  /**
   * Writes an endpoint whose revision is one higher than that of the stored one.
   * @param event reports the change, and is written with it
   * @returns false if it was changed or deleted since it was read
   */
  save(endpoint: WebhookEndpoint, event?: OutboxEvent): Promise<boolean>;
  remove(tenant: string, id: string): Promise<void>;
}
