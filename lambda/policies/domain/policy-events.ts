import { outboxEventOf } from '../../kernel/make-outbox-event.ts';
import type { OutboxEvent } from '../../kernel/outbox-event.ts';
import type { SessionType } from '../../kernel/session-type.ts';
import type { AddedVersion, PolicyLine } from './policy-version.ts';

/** Returns the events of a new version: it was created, and is active if it came with a deployment. */
export function eventsOfVersion({ version: added, line }: AddedVersion): readonly OutboxEvent[] {
  const { tenant, id, version, fingerprint, origin } = added;
  const created = outboxEventOf(
    'policy.created',
    { id: eventId(id, line, 'created'), tenant, subject: id, at: new Date(added.created_at) },
    { session_type: id, version, fingerprint, origin },
  );
  return line.active === version ? [created, eventOfActivation(tenant, id, line)] : [created];
}

/** Returns the event of a line whose active version is another one than before. */
export const eventOfActivation = (tenant: string, id: SessionType, line: PolicyLine): OutboxEvent =>
  outboxEventOf(
    'policy.activated',
    { id: eventId(id, line, 'activated'), tenant, subject: id, at: new Date(line.active_since) },
    {
      session_type: id,
      version: line.active,
      previous_version: line.previous,
      fingerprint: line.active_fingerprint,
      origin: line.active_by,
    },
  );

/** Of a write of a line, which happens once. */
const eventId = (id: SessionType, { revision }: PolicyLine, change: string): string =>
  `policy-${id}-${revision}-${change}`;
