import { SESSION_EVENT_TYPES } from '../sessions/domain/session-event.ts';

/** Records of the sessions table's stream that are events; rows of sessions have other types. */
export const PUBLISHED_RECORDS = { eventName: 'INSERT', types: SESSION_EVENT_TYPES } as const;
