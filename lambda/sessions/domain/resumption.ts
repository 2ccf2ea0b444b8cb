import type { ReasonCode } from '../../kernel/reason-code.ts';
import { enrollingType, type VerificationSession } from './verification-session.ts';

/**
 * Reasons of faults that pass, so that another run may succeed. Every other fault would end the next run too,
 * such as an internal inconsistency or an unknown model, or was an operator's doing.
 */
const PASSING_REASONS: readonly string[] = [
  'search_incomplete',
  'upstream_throttled',
  'upstream_unavailable',
] satisfies ReasonCode[];

/**
 * Time from the submission in which a session can be resumed. An outage of a region lasts hours, and the
 * liveness check says who was in front of the camera then: a day later it is no longer taken as proof.
 */
export const RESUMABLE_MS = 86_400_000;

/** Runs of one session: each stays in its report, and an item of DynamoDB holds 400 KB. */
export const MAX_RUNS = 10;

/**
 * Returns until when a repeated submit resumes a session; undefined if it cannot be resumed. Only one that
 * enrolls a face can: a login shows who is there now, so it is begun anew.
 */
export function resumableUntil(session: VerificationSession): Date | undefined {
  const { type, status, decision, submitted_at, retained_until, runs = 1 } = session;
  if (!enrollingType({ type }) || status !== 'error' || submitted_at === undefined) return undefined;
  if (runs >= MAX_RUNS || !decision?.reason_codes.every((reason) => PASSING_REASONS.includes(reason)))
    return undefined;
  return new Date(Math.min(Date.parse(submitted_at) + RESUMABLE_MS, Date.parse(retained_until)));
}

/** Whether a repeated submit resumes a session at a time. */
export const isResumable = (session: VerificationSession, now: Date): boolean => {
  const until = resumableUntil(session);
  return until !== undefined && now.getTime() < until.getTime();
};

/** The member of both views that says until when a session can be resumed. */
export const resumptionView = (
  session: VerificationSession,
  now: Date,
): { readonly resumable_until?: string } => {
  const until = resumableUntil(session);
  return until && isResumable(session, now) ? { resumable_until: until.toISOString() } : {};
};
