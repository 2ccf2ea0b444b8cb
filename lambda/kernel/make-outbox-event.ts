import type { OutboxData } from './outbox-data.ts';
import { type OutboxEvent, type OutboxEventType, outboxEvent } from './outbox-event.ts';

/** Members of an event beside its type and data. */
interface Reported {
  readonly id: string;
  readonly tenant: string;
  readonly subject: string;
  readonly at: Date;
}

/** Makes an event; data that its type does not have does not compile. */
export function outboxEventOf<Type extends OutboxEventType>(
  type: Type,
  { id, tenant, subject, at }: Reported,
  data: OutboxData<Type>,
): OutboxEvent {
  const { user_id, session_id, ...details }: Record<string, string | number | boolean | undefined> = data;
  return outboxEvent.parse({
    ...{ type, id, tenant, subject, occurred_at: at.toISOString() },
    ...(user_id === undefined ? {} : { user_id }),
    ...(session_id === undefined ? {} : { session_id }),
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
  });
}
