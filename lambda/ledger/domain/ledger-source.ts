import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { LedgerKind, SubjectKind } from '../../events/domain/catalog-row.ts';
import { EVENT_CATALOG, type EventType } from '../../events/domain/event-catalog.ts';
import { type AuditEnd, type AuditEntry, auditEnd, auditEntry } from '../../kernel/audit.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { type OutboxEvent, outboxEvent } from '../../kernel/outbox-event.ts';
import { type SessionEvent, sessionEvent } from '../../sessions/domain/session-event.ts';
import type { LedgerDraft } from './ledger-entry.ts';

/** A row that the ledger holds an entry about. */
export type LedgerSource = { readonly tenant: string } & (
  | { readonly of: 'session'; readonly event: SessionEvent }
  | { readonly of: 'outbox'; readonly event: OutboxEvent }
  | { readonly of: 'audit'; readonly entry: AuditEntry }
  | { readonly of: 'audit_end'; readonly id: string; readonly end: AuditEnd }
);

/** Keys of a row; those of every table are named so. */
const keys = z.object({ pk: z.string(), sk: z.string() });

/** Sort keys of events: those outside sessions, and those of sessions. */
const OUTBOX_SORT_KEY = 'outbox';
const EVENT_SORT_KEY = /^event#/;
/** Partitions of audit entries, and of how an audited call ended. */
const AUDIT_PARTITION = /^([^#]+)#audit(?:#([^#]+))?$/;

/** Kind of the entries about calls of operators, and of backends by a scope that their tenant granted. */
const OPERATION = 'operation' satisfies LedgerKind;
const kindOf = (type: EventType): LedgerKind | undefined => EVENT_CATALOG[type].ledger;

/**
 * Reads a row of the sessions, control or audit table.
 * @returns undefined for a row that the ledger does not hold
 * @throws ZodError for one that it should hold and that cannot be read
 */
export function readSource(row: unknown): LedgerSource | undefined {
  const { pk, sk } = keys.parse(row);
  if (sk === OUTBOX_SORT_KEY) {
    const event = outboxEvent.parse(row);
    return kindOf(event.type) && { of: 'outbox', tenant: event.tenant, event };
  }
  const [, tenant, endedId] = AUDIT_PARTITION.exec(pk) ?? [];
  if (tenant !== undefined)
    return endedId === undefined
      ? { of: 'audit', tenant, entry: auditEntry.parse(row) }
      : { of: 'audit_end', tenant, id: endedId, end: auditEnd.parse(row) };
  if (!EVENT_SORT_KEY.test(sk)) return undefined;
  const event = sessionEvent.parse(row);
  // a test session decides about nobody
  if (!event.livemode) return undefined;
  return kindOf(event.type) && { of: 'session', tenant: event.tenant, event };
}

/** Returns whom a row names: ids that the ledger holds as keyed hashes. */
export function peopleOf(source: LedgerSource): readonly string[] {
  switch (source.of) {
    case 'session':
      return [source.event.user_id];
    case 'outbox':
      return peopleOfOutbox(source.event);
    case 'audit': {
      const person = personOfTarget(source.entry.target);
      return person === undefined ? [] : [person];
    }
    case 'audit_end':
      return [];
  }
}

/**
 * Returns the entry about a row.
 * @param hashOf the keyed hash of each id of {@link peopleOf}
 */
export function draftOf(source: LedgerSource, hashOf: (id: string) => string): LedgerDraft {
  switch (source.of) {
    case 'session':
      return draftOfSession(source.event, hashOf);
    case 'outbox':
      return draftOfOutbox(source.event, hashOf);
    case 'audit':
      return draftOfAudit(source.entry, hashOf);
    case 'audit_end': {
      const { ended_at, ...end } = source.end;
      return {
        source_id: `audit/${source.id}/end`,
        kind: OPERATION,
        occurred_at: ended_at,
        data: { entry_id: source.id, ...end },
      };
    }
  }
}

function draftOfSession(event: SessionEvent, hashOf: (id: string) => string): LedgerDraft {
  const { tenant: _ofChain, livemode: _live, occurred_at, user_id, sequence, ...data } = event;
  return {
    source_id: `session/${event.session_id}/${sequence}`,
    kind: kindOf(event.type) ?? event.type,
    occurred_at,
    data: { ...data, session_sequence: sequence, user_hash: hashOf(user_id) },
  };
}

/** Kinds of subjects that name nobody; the id of any other may be that of a person or a device. */
const NAMES_NOBODY: readonly SubjectKind[] = [
  'consent receipt',
  'erasure request',
  'migration',
  'policy',
  'review case',
  'session',
];
/** Details that name a person or a device. */
const NAMES_PERSON = /(^|_)(user|device)_id$/;

const isPerson = ({ type }: OutboxEvent): boolean => !NAMES_NOBODY.includes(EVENT_CATALOG[type].subject);

const peopleOfOutbox = (event: OutboxEvent): readonly string[] => [
  ...new Set([
    ...(isPerson(event) ? [event.subject] : []),
    ...(event.user_id === undefined ? [] : [event.user_id]),
    ...Object.entries(event.details).flatMap(([name, value]) =>
      typeof value === 'string' && NAMES_PERSON.test(name) ? [value] : [],
    ),
  ]),
];

function draftOfOutbox(event: OutboxEvent, hashOf: (id: string) => string): LedgerDraft {
  const { id, type, subject, occurred_at, user_id, session_id, details } = event;
  const people = peopleOfOutbox(event);
  const withoutPeople = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' && people.includes(value) ? hashOf(value) : value,
    ]),
  );
  return {
    source_id: `event/${id}`,
    kind: kindOf(type) ?? type,
    occurred_at,
    data: {
      type,
      ...(isPerson(event) ? { subject_hash: hashOf(subject) } : { subject }),
      ...(user_id === undefined ? {} : { user_hash: hashOf(user_id) }),
      ...(session_id === undefined ? {} : { session_id }),
      details: withoutPeople,
    },
  };
}

/** Paths below which the next part names a person. */
const PERSON_IN_PATH = /^(\/users\/)([^/?]+)(.*)$/;

const personOfTarget = (target: string): string | undefined => PERSON_IN_PATH.exec(target)?.[2];

/**
 * The reason is a person's free text and a filter may name a user, so both are in a digest alone. What makes
 * that digest of the row and of nothing else is its request id, which nobody can guess once the row is gone.
 */
function draftOfAudit(entry: AuditEntry, hashOf: (id: string) => string): LedgerDraft {
  const { id, at, subject, client_id, action, target, reason, request_id } = entry;
  const [path = ''] = target.split('?');
  return {
    source_id: `audit/${id}`,
    kind: OPERATION,
    occurred_at: at,
    data: {
      entry_id: id,
      // an operator or a backend, who is answerable for it
      actor: subject,
      ...(client_id === undefined ? {} : { client_id }),
      action,
      target: path.replace(
        PERSON_IN_PATH,
        (_, before: string, person: string, after: string) => `${before}${hashOf(person)}${after}`,
      ),
      row_sha256: createHash('sha256')
        .update(canonicalJson({ target, reason: reason ?? '', request_id }))
        .digest('hex'),
    },
  };
}
