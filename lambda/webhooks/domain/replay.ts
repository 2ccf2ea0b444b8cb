import * as z from 'zod/mini';
import { ROW_LIFETIME_DAYS, rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import type { WebhookEvent } from './webhook-event.ts';

/** Days for which events can be replayed, and deliveries stay in the log. */
export const RETENTION_DAYS: number = ROW_LIFETIME_DAYS.webhook;

/**
 * Milliseconds for which an event is kept: a report of an erasure, which names its user, for no longer than
 * where it was written.
 */
export const keptMs = ({ type }: Pick<WebhookEvent, 'type'>): number =>
  rowLifetimeMs(type.startsWith('erasure.') ? 'erasureReport' : 'webhook');

/** The events of a time, sent to an endpoint again, in steps of one page each. */
export const replay = z.object({
  id: z.string(),
  tenant: z.string(),
  endpoint_id: z.string(),
  requested_at: z.iso.datetime(),
  /** Time of the first event. */
  from: z.iso.datetime(),
  /** Events of this time and later are not sent. */
  to: z.iso.datetime(),
});
export type Replay = z.infer<typeof replay>;

/** A step of a replay. */
export const replayStep = z.object({
  replay,
  /** Where the step before it ended. */
  cursor: z.optional(z.string()),
});
export type ReplayStep = z.infer<typeof replayStep>;
