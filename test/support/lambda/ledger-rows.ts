import type { AuditEntry } from '../../../lambda/kernel/audit.ts';
import type { OutboxEvent } from '../../../lambda/kernel/outbox-event.ts';
import {
  auditEndKey,
  auditEntryKey,
  outboxKey,
  sessionEventKey,
} from '../../../lambda/platform/dynamo-keys.ts';
import type { SessionEvent } from '../../../lambda/sessions/domain/session-event.ts';
import { NOON, TENANT } from './builders.ts';

const at = NOON.toISOString();

/** A row of a session's event. */
export const aSessionRow = (changes: Partial<SessionEvent> = {}) => {
  const event: SessionEvent = {
    type: 'verification_session.approved',
    tenant: TENANT,
    session_id: 'vs_1',
    livemode: true,
    sequence: 4,
    occurred_at: at,
    session_type: 'registration',
    user_id: 'customer-4711',
    status: 'approved',
    reason_codes: [],
    policy: { id: 'registration', version: 1 },
    evidence_sha256: 'a'.repeat(64),
    ...changes,
  };
  return { ...sessionEventKey(event.tenant, event.session_id, event.sequence), ...event };
};

/** A row of another event. */
export const anOutboxRow = (changes: Partial<OutboxEvent> = {}) => {
  const event: OutboxEvent = {
    type: 'policy.activated',
    id: 'evt_1',
    tenant: TENANT,
    subject: 'registration',
    occurred_at: at,
    details: { session_type: 'registration', version: 2, fingerprint: 'abc', origin: 'operator' },
    ...changes,
  };
  return { ...outboxKey(event.tenant, event.id), ...event };
};

/** A row of a call of an operator. */
export const anAuditRow = (changes: Partial<AuditEntry> = {}) => {
  const entry: AuditEntry = {
    id: 'aud_1',
    tenant: TENANT,
    at,
    subject: 'olivia',
    action: 'face.delete',
    target: '/users/customer-4711/faces/f1?user_id=customer-4711',
    reason: 'customer-4711 has asked for it',
    request_id: '6f1f2d9e',
    ...changes,
  };
  return { ...auditEntryKey(entry.tenant, entry.id), ...entry };
};

/** A row of how it ended. */
export const anAuditEndRow = (id = 'aud_1') => ({
  ...auditEndKey(TENANT, id),
  ended_at: at,
  outcome: 'done',
});
