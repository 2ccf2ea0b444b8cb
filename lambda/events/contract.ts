import * as z from 'zod/mini';
import { SESSION_EVENT_TYPES } from '../sessions/domain/session-event.ts';
import { type SessionCloudEvent, sessionCloudEvent } from './domain/cloud-event.ts';

/** Records of the sessions table's stream that are events; rows of sessions have other types. */
export const PUBLISHED_RECORDS = { eventName: 'INSERT', types: SESSION_EVENT_TYPES } as const;

/** Records of the control table's stream that are events, by a sort key that no other row has. */
export const PUBLISHED_CONTROL_RECORDS = { eventName: 'INSERT', sortKey: 'outbox' } as const;

export type PublishedType = (typeof SESSION_EVENT_TYPES)[number];

/** Events on which this product acts itself. */
export const HELD = ['verification_session.held'] as const satisfies readonly PublishedType[];
export const LIVENESS_PASSED = [
  'verification_session.liveness_passed',
] as const satisfies readonly PublishedType[];
/** Approvals that leave a question to a person. */
export const NOTED = ['verification_session.approved'] as const satisfies readonly PublishedType[];
export const RESUMED = ['verification_session.resumed'] as const satisfies readonly PublishedType[];

/** The envelope in which the bus delivers an event. */
const delivered = z.object({ detail: sessionCloudEvent });

/**
 * Parses a message of the bus. It may come late and more than once: who acts on it reads the session first.
 * @returns what the event reports
 * @throws Error for any other message
 */
export const parseSessionEvent = (message: string): SessionCloudEvent['data'] =>
  delivered.parse(JSON.parse(message)).detail.data;
