import { EVENT_CATALOG, EVENT_TYPES, type EventType } from '../events/domain/event-catalog.ts';
import { SESSION_EVENT_TYPES } from '../sessions/domain/session-event.ts';

const isChained = (type: EventType): boolean => EVENT_CATALOG[type].ledger !== undefined;
const isOfSession = (type: EventType): boolean => SESSION_EVENT_TYPES.some((one) => one === type);

/** Records of the sessions table's stream that the ledger holds. */
export const CHAINED_SESSION_RECORDS = {
  eventName: 'INSERT',
  types: EVENT_TYPES.filter((type) => isChained(type) && isOfSession(type)),
} as const;

/** Records of the control table's stream that the ledger holds. */
export const CHAINED_CONTROL_RECORDS = {
  eventName: 'INSERT',
  sortKey: 'outbox',
  types: EVENT_TYPES.filter((type) => isChained(type) && !isOfSession(type)),
} as const;

/** Records of the audit table's stream that the ledger holds: every one, since nothing else is in it. */
export const CHAINED_AUDIT_RECORDS = { eventName: 'INSERT' } as const;

/** Entries after which an end of a chain is sealed without waiting for the schedule. */
export const SEAL_EVERY = 1000;
