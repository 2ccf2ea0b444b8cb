import type { components } from '@face-idv/client';
import { formatDuration } from '../format/times.ts';
import { humanize } from '../format/words.ts';

export type Endpoint = components['schemas']['WebhookEndpoint'];
export type Delivery = components['schemas']['WebhookDelivery'];
type Attempt = Delivery['attempts'][number];

/** Writes how an attempt ended: the status code of the receiver, or why there was none. */
export const attemptText = ({ status_code, error, duration_ms }: Attempt): string =>
  `${status_code === undefined ? humanize(error ?? 'connection_failed') : `Status ${status_code}`} after ${formatDuration(duration_ms)}`;

/** Writes how the newest attempt ended. */
export function lastAttemptText({ attempts }: Delivery): string {
  const last = attempts.at(-1);
  return last ? attemptText(last) : 'no attempt yet';
}

/** Why an endpoint receives nothing, and what to do. */
export const DISABLED_TEXTS: Readonly<Record<NonNullable<Endpoint['disabled_reason']>, string>> = {
  exhausted:
    'The last attempt to deliver an event failed. Repair the receiver, enable the endpoint, and replay.',
  gone: 'The receiver answered 410, which says that it wants no more events.',
  requested: 'Somebody disabled it.',
};

/** Writes the types that an endpoint receives. */
export function typesText(types: Endpoint['event_types']): string {
  if (types === undefined) return 'all, and those to come';
  const [first = 'none'] = types;
  return types.length <= 1 ? first : `${first} and ${types.length - 1} more`;
}

/** Local time of a `datetime-local` field as the API takes it; undefined for an empty one. */
export const isoOf = (local: string): string | undefined =>
  local === '' ? undefined : new Date(local).toISOString();
