import * as z from 'zod/mini';
import { type ReplayStep, replayStep } from './replay.ts';
import { type WebhookEvent, webhookEvent } from './webhook-event.ts';

/** The envelope in which the bus delivers an event. */
const delivered = z.object({ detail: webhookEvent });

/**
 * Parses a message of the queue of events.
 * @returns an event of the bus, or a step of a replay
 * @throws Error for any other message
 */
export function parseQueuedEvent(message: string): WebhookEvent | ReplayStep {
  const parsed: unknown = JSON.parse(message);
  const step = replayStep.safeParse(parsed);
  return step.success ? step.data : delivered.parse(parsed).detail;
}
