import { outboxEvent } from '../kernel/outbox-event.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { sessionEvent } from '../sessions/domain/session-event.ts';
import { type CloudEvent, cloudEventOf, cloudEventOfOutbox } from './domain/cloud-event.ts';
import type { EventBus } from './ports/event-bus.ts';

export interface PublishEventsDependencies {
  readonly bus: EventBus;
  /** Stage of the deployment. */
  readonly stage: string;
  readonly emit: EmitMetric;
  /** Called for a row that is not an event; it stays in the table, and must not hold up all others. */
  readonly reportUnreadable: (error: unknown) => void;
}

/**
 * Publishes what sessions and others have reported, in any order and at least once: a batch of which one
 * event is not taken comes again from that one on. Receivers recognize a repetition by the id, and the
 * order by the sequence number.
 * @param rows events, as they were written
 * @returns index of the first row that was not taken; undefined if there is none
 */
export async function publishEvents(
  rows: readonly unknown[],
  { bus, stage, emit, reportUnreadable }: PublishEventsDependencies,
): Promise<number | undefined> {
  const readable: { readonly index: number; readonly event: CloudEvent }[] = [];
  for (const [index, row] of rows.entries()) {
    try {
      readable.push({ index, event: eventOf(row, stage) });
    } catch (error) {
      reportUnreadable(error);
    }
  }
  const taken = await bus.publish(readable.map(({ event }) => event));
  const refused = readable.filter((_, index) => !taken[index]);
  const counts = {
    published: readable.length - refused.length,
    not_taken: refused.length,
    unreadable: rows.length - readable.length,
  };
  for (const [Result, count] of Object.entries(counts))
    if (count > 0) emit('EventsPublished', count, { Result });
  return refused[0]?.index;
}

/** @throws ZodError for a row of neither kind */
function eventOf(row: unknown, stage: string): CloudEvent {
  const other = outboxEvent.safeParse(row);
  return other.success ? cloudEventOfOutbox(other.data, stage) : cloudEventOf(sessionEvent.parse(row), stage);
}
