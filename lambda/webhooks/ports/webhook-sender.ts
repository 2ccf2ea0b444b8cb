import type { SendError } from '../domain/delivery.ts';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Status of the answer to a request, or why there was none. */
export type WebhookAnswer =
  | { readonly statusCode: number; readonly retryAfterSeconds?: number | undefined }
  | { readonly error: SendError };

export interface WebhookSender {
  /** Sends one request and follows no redirect. Never rejects for what the receiver does. */
  send(request: WebhookRequest): Promise<WebhookAnswer>;
}
