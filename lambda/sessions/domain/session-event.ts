import * as z from 'zod/mini';
import { policyReference } from '../../kernel/policy-reference.ts';
import { sessionType } from '../../kernel/session-type.ts';
import { evidenceDigest } from './decision-evidence.ts';
import { interruptionReason, stoppedStep } from './interruption.ts';
import { CREATION_EVENT, sessionStatus, TRANSITIONS } from './session-status.ts';
import { interruptionOf, stoppingPointOf } from './stopping-point.ts';
import type { VerificationSession } from './verification-session.ts';

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
  /** False for a session of the test mode; events of earlier releases lack it. */
  livemode: z._default(z.boolean(), true),
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
  /** Where a session stopped that ended without a decision about the person. */
  step: z.optional(stoppedStep),
  /** Why it stopped there, as the person's app has reported it. */
  interruption: z.optional(interruptionReason),
  // for the ledger; events of earlier releases, and of transitions that decide nothing, lack both
  /** The version of the policy by which the run was decided. */
  policy: z.optional(policyReference),
  /** Lowercase hex SHA-256 of what the decision rests on. */
  evidence_sha256: z.optional(z.string()),
});
export type SessionEvent = z.infer<typeof sessionEvent>;

/** A session as an event reports it; of a run that ended, only the reasons. */
type ReportedSession = Omit<VerificationSession, 'decision'> & {
  readonly decision?: { readonly reason_codes: readonly string[] } | undefined;
};

/**
 * Returns the event of a session that has just made a transition.
 * @param evidence checks and findings of the run that the transition ends; undefined if it ends none
 */
export const sessionEventOf = (
  session: ReportedSession,
  type: SessionEventType,
  now: Date,
  evidence?: Parameters<typeof evidenceDigest>[0],
): SessionEvent => {
  const [step, interruption] = [stoppingPointOf(session), interruptionOf(session)];
  return {
    type,
    tenant: session.tenant,
    session_id: session.id,
    livemode: session.livemode,
    sequence: session.sequence,
    occurred_at: now.toISOString(),
    session_type: session.type,
    user_id: session.user_id,
    status: session.status,
    ...(session.runs === undefined ? {} : { run: session.runs }),
    reason_codes: reasonsOf(session),
    ...(step ? { step } : {}),
    ...(interruption ? { interruption } : {}),
    ...(evidence ? { policy: session.policy, evidence_sha256: evidenceDigest(evidence) } : {}),
  };
};

const reasonsOf = ({ status, decision, review }: ReportedSession): string[] => {
  if (decision) return [...decision.reason_codes];
  return status === 'in_review' && review ? [...review.reason_codes] : [];
};
