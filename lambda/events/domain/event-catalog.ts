import * as z from 'zod/mini';
import { OUTBOX_DATA } from '../../kernel/outbox-data.ts';
import { OUTBOX_EVENT_TYPES, type OutboxEventType } from '../../kernel/outbox-event.ts';
import { SESSION_EVENT_TYPES, type SessionEventType } from '../../sessions/domain/session-event.ts';
import { CREATION_EVENT, TRANSITIONS, type Transition } from '../../sessions/domain/session-status.ts';
import type { CatalogRow } from './catalog-row.ts';
import { attributes, sessionEventData } from './cloud-event.ts';
import { OUTBOX_ROWS } from './outbox-rows.ts';
import { SESSION_ROWS } from './session-rows.ts';

export type EventType = SessionEventType | OutboxEventType;

/** Every type of event that this product publishes. */
export const EVENT_TYPES: readonly EventType[] = [...SESSION_EVENT_TYPES, ...OUTBOX_EVENT_TYPES];

/**
 * The one list of what the company hears. The tables of docs/events.md and docs/events.schema.json are
 * generated from it; webhooks, the decision ledger and metrics follow it.
 */
export const EVENT_CATALOG: Readonly<Record<EventType, CatalogRow>> = { ...SESSION_ROWS, ...OUTBOX_ROWS };

const isSessionType = (type: EventType): type is SessionEventType =>
  SESSION_EVENT_TYPES.some((one) => one === type);

/** Statuses in which a session may be after the transitions that an event reports. */
const statusesAfter = (type: SessionEventType) =>
  type === CREATION_EVENT
    ? (['requires_input'] as const)
    : Object.values<Transition>(TRANSITIONS).flatMap(({ event, to }) => (event === type ? [to] : []));

/** Returns the schema of the data of a type of event, which holds nothing else. */
export const dataSchemaOf = (type: EventType) =>
  isSessionType(type)
    ? z.strictObject({ ...sessionEventData.shape, status: z.enum([...new Set(statusesAfter(type))]) })
    : z.strictObject({ tenant: z.string(), ...OUTBOX_DATA[type].shape });

/** Returns the schema of a type of event, as a CloudEvent. */
export const eventSchemaOf = (type: EventType) =>
  z.strictObject({ ...attributes, type: z.literal(type), data: dataSchemaOf(type) });
