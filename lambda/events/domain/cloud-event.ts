import * as z from 'zod/mini';
import { type SessionEvent, sessionEvent } from '../../sessions/domain/session-event.ts';

/** Ids, status and reasons. Scores and images stay behind the API, which checks who reads them. */
const sessionEventData = z.pick(sessionEvent, {
  tenant: true,
  session_id: true,
  session_type: true,
  sequence: true,
  status: true,
  run: true,
  reason_codes: true,
});

/** A CloudEvent (CloudEvents 1.0, https://github.com/cloudevents/spec, "Context Attributes"). */
export const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  /** The same for each delivery of an event, and unique. */
  id: z.string(),
  source: z.string(),
  type: z.string(),
  /** Id of the session. */
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  /** Stage of the deployment, an extension attribute for rules: all stages of an account share its bus. */
  stage: z.string(),
  data: sessionEventData,
});
export type CloudEvent = z.infer<typeof cloudEvent>;

/** Returns the event that reports a transition to others. @param stage of the deployment that reports it */
export function cloudEventOf(event: SessionEvent, stage: string): CloudEvent {
  const { type, tenant, session_id, session_type, sequence, status, run, reason_codes, occurred_at } = event;
  return {
    specversion: '1.0',
    id: `${session_id}-${sequence}`,
    source: `/face-idv/${stage}/tenants/${tenant}`,
    type,
    subject: session_id,
    time: occurred_at,
    datacontenttype: 'application/json',
    stage,
    data: {
      ...{ tenant, session_id, session_type, sequence, status, reason_codes },
      ...(run === undefined ? {} : { run }),
    },
  };
}
