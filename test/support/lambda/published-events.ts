import {
  type CloudEvent,
  cloudEventOf,
  cloudEventOfOutbox,
} from '../../../lambda/events/domain/cloud-event.ts';
import type { EventType } from '../../../lambda/events/domain/event-catalog.ts';
import { outboxEventOf } from '../../../lambda/kernel/make-outbox-event.ts';
import { OUTBOX_DATA, type OutboxData } from '../../../lambda/kernel/outbox-data.ts';
import type { OutboxEventType } from '../../../lambda/kernel/outbox-event.ts';
import { SESSION_EVENT_TYPES, sessionEventOf } from '../../../lambda/sessions/domain/session-event.ts';
import {
  CREATION_EVENT,
  TRANSITIONS,
  type Transition,
} from '../../../lambda/sessions/domain/session-status.ts';
import { aSession, NOON, TENANT } from './builders.ts';

const CONSENT = {
  user_id: 'alice',
  purpose: 'identity_verification',
  notice_version: '2026-01',
  channel: 'app',
};

const isOutboxType = (type: EventType): type is OutboxEventType => Object.hasOwn(OUTBOX_DATA, type);

const LATER = '2026-03-03T12:00:00.000Z';
const policy = {
  session_type: 'registration',
  version: 2,
  fingerprint: '0123456789ab',
  origin: 'operator',
} as const;
const reviewCase = { reason: 'possible_duplicate', session_id: 'vs_1' } as const;
const generations = { from: 'g1', to: 'g2' };

/** Data of one event of each type outside sessions. */
const DATA: { readonly [Type in OutboxEventType]: OutboxData<Type> } = {
  'consent.given': CONSENT,
  'consent.withdrawn': { ...CONSENT, by: 'person', receipts: 2 },
  'enrollment.added': { user_id: 'alice', session_id: 'vs_1', replaces: false },
  'enrollment.removed': { user_id: 'alice', images: 1, cause: 'deleted' },
  'erasure.completed': { user_id: 'alice' },
  'erasure.overdue': { user_id: 'alice', due_at: LATER },
  'erasure.requested': { user_id: 'alice', cause: 'withdrawal' },
  'lockout.lifted': { subject_kind: 'device', device_id: 'phone-1' },
  'lockout.started': {
    subject_kind: 'user',
    user_id: 'alice',
    step: 'timeout',
    timeouts: 1,
    locked_until: LATER,
  },
  'migration.canceled': generations,
  'migration.completed': generations,
  'migration.cut_over': generations,
  'migration.rolled_back': generations,
  'migration.started': generations,
  'policy.activated': { ...policy, previous_version: 1 },
  'policy.created': policy,
  'review_case.closed': reviewCase,
  'review_case.decided': { ...reviewCase, finding: 'allow_pair' },
  'review_case.opened': { ...reviewCase, due_at: LATER },
  'review_case.overdue': { ...reviewCase, due_at: LATER },
  'user.frozen': { user_id: 'alice', reason: 'repudiated' },
  'user.released': { user_id: 'alice' },
  'user.takeover_suspected': { user_id: 'alice', session_id: 'vs_1', signal: 'abandoned', signals: 3 },
  'webhook_endpoint.disabled': { reason: 'exhausted' },
};

/** Returns an event of a type, as it is published. */
export function aPublishedEvent(type: EventType): CloudEvent {
  if (isOutboxType(type)) {
    const event = outboxEventOf(type, { id: 'evt_1', tenant: TENANT, subject: 'it', at: NOON }, DATA[type]);
    return cloudEventOfOutbox(event, 'test');
  }
  const sessionType = SESSION_EVENT_TYPES.find((one) => one === type) ?? CREATION_EVENT;
  const made = Object.values<Transition>(TRANSITIONS).find(({ event }) => event === type);
  const session = aSession({ id: 'vs_1', status: made?.to ?? 'requires_input', sequence: 2 });
  return cloudEventOf(sessionEventOf(session, sessionType, NOON), 'test');
}
