import * as z from 'zod/mini';
import { CREATION_EVENT, sessionStatus, TRANSITIONS } from './session-status.ts';
import { sessionType, type VerificationSession } from './verification-session.ts';

/** Types of all events, each once. */
export const SESSION_EVENT_TYPES = [
  CREATION_EVENT,
  ...new Set(Object.values(TRANSITIONS).map(({ event }) => event)),
] as const;
export type SessionEventType = (typeof SESSION_EVENT_TYPES)[number];

/**
 * Report of one transition, written with it. Events are delivered at least once and in any order, so each
 * carries the session's sequence number.
 */
export const sessionEvent = z.object({
  type: z.enum(SESSION_EVENT_TYPES),
  tenant: z.string(),
  session_id: z.string(),
  /** Number of the transition in its session, from 1 for its creation. */
  sequence: z.int().check(z.minimum(1)),
  occurred_at: z.iso.datetime(),
  session_type: sessionType,
  user_id: z.string(),
  status: sessionStatus,
  /** Number of the workflow run; absent before the second one. */
  run: z.optional(z.int().check(z.minimum(2))),
  /** Reasons of the decision, of the review or of the attempt that failed; never scores. */
  reason_codes: z.array(z.string()),
});
export type SessionEvent = z.infer<typeof sessionEvent>;

/** A session as an event reports it; of a run that ended, only the reasons. */
type ReportedSession = Omit<VerificationSession, 'decision'> & {
  readonly decision?: { readonly reason_codes: readonly string[] } | undefined;
};

/** Returns the event of a session that has just made a transition. */
export const sessionEventOf = (
  session: ReportedSession,
  type: SessionEventType,
  now: Date,
): SessionEvent => ({
  type,
  tenant: session.tenant,
  session_id: session.id,
  sequence: session.sequence,
  occurred_at: now.toISOString(),
  session_type: session.type,
  user_id: session.user_id,
  status: session.status,
  ...(session.runs === undefined ? {} : { run: session.runs }),
  reason_codes: reasonsOf(session),
});

const reasonsOf = ({ status, decision, review }: ReportedSession): string[] => {
  if (decision) return [...decision.reason_codes];
  return status === 'in_review' && review ? [...review.reason_codes] : [];
};
