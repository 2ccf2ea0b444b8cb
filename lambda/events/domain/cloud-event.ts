import * as z from 'zod/mini';
import { type OutboxEvent, outboxEvent } from '../../kernel/outbox-event.ts';
import { type SessionEvent, sessionEvent } from '../../sessions/domain/session-event.ts';

/** Ids, status and reasons. Scores and images stay behind the API, which checks who reads them. */
export const sessionEventData = z.pick(sessionEvent, {
  tenant: true,
  session_id: true,
  livemode: true,
  session_type: true,
  sequence: true,
  status: true,
  run: true,
  reason_codes: true,
  step: true,
  interruption: true,
});

/** Ids and details of an event outside sessions. */
const outboxEventData = z.intersection(
  z.pick(outboxEvent, { tenant: true, user_id: true, session_id: true }),
  outboxEvent.shape.details,
);

/** Context attributes of CloudEvents 1.0 (https://github.com/cloudevents/spec), the same of every event. */
export const attributes = {
  specversion: z.literal('1.0'),
  /** The same for each delivery of an event, and unique. */
  id: z.string(),
  source: z.string(),
  type: z.string(),
  /** Id of what has changed. */
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  /** Stage of the deployment, an extension attribute for rules: all stages of an account share its bus. */
  stage: z.string(),
};

/** An event of a session. */
export const sessionCloudEvent = z.object({ ...attributes, data: sessionEventData });
export type SessionCloudEvent = z.infer<typeof sessionCloudEvent>;

/** Any event. */
export const cloudEvent = z.object({ ...attributes, data: z.union([sessionEventData, outboxEventData]) });
export type CloudEvent = z.infer<typeof cloudEvent>;

interface Reported {
  readonly id: string;
  readonly type: string;
  readonly tenant: string;
  readonly subject: string;
  readonly occurred_at: string;
}

const envelope = ({ id, type, tenant, subject, occurred_at }: Reported, stage: string) => ({
  specversion: '1.0' as const,
  id,
  source: `/face-idv/${stage}/tenants/${tenant}`,
  type,
  subject,
  time: occurred_at,
  datacontenttype: 'application/json' as const,
  stage,
});

/** Returns the event that reports a transition to others. @param stage of the deployment that reports it */
export function cloudEventOf(event: SessionEvent, stage: string): SessionCloudEvent {
  const { tenant, session_id, livemode, session_type, sequence, status, reason_codes } = event;
  const { run, step, interruption } = event;
  return {
    ...envelope({ ...event, id: `${session_id}-${sequence}`, subject: session_id }, stage),
    data: {
      ...{ tenant, session_id, livemode, session_type, sequence, status, reason_codes },
      ...(run === undefined ? {} : { run }),
      ...(step ? { step } : {}),
      ...(interruption ? { interruption } : {}),
    },
  };
}

/** Returns the event that reports another change. @param stage of the deployment that reports it */
export function cloudEventOfOutbox(event: OutboxEvent, stage: string): CloudEvent {
  const { tenant, user_id, session_id, details } = event;
  return {
    ...envelope(event, stage),
    data: {
      ...details,
      tenant,
      ...(user_id === undefined ? {} : { user_id }),
      ...(session_id === undefined ? {} : { session_id }),
    },
  };
}
