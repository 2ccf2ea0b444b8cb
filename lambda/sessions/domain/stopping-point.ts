import { isByDocument } from './alternative-path.ts';
import type { InterruptionReason, StoppedStep } from './interruption.ts';
import type { SessionStatus } from './session-status.ts';
import type { VerificationSession } from './verification-session.ts';

/** Fields of a session by which its next step is known. */
type Progress = Pick<
  VerificationSession,
  | 'type'
  | 'sequence'
  | 'liveness_failures'
  | 'selfie'
  | 'document'
  | 'document_required'
  | 'alternative_path'
  | 'interruption'
>;

/** Types of sessions that ask for a document. */
const WITH_DOCUMENT: readonly VerificationSession['type'][] = ['registration'];

/** Returns the step that the person of a session has to take next, while it waits for them. */
export function nextStep(session: Progress): StoppedStep {
  const { type, sequence, liveness_failures, selfie, document, document_required } = session;
  const isWithoutFace = isByDocument(session);
  const asksForDocument = isWithoutFace || (document_required && WITH_DOCUMENT.includes(type));
  if (!selfie && !isWithoutFace)
    return sequence === 1 && !document && liveness_failures === 0 ? 'start' : 'liveness';
  return asksForDocument && !document ? 'document' : 'submission';
}

/** Statuses of sessions that end without a decision about the person. */
const INCOMPLETE = ['canceled', 'expired', 'abandoned', 'error'] as const satisfies readonly SessionStatus[];
type IncompleteStatus = (typeof INCOMPLETE)[number];

export const isIncomplete = (status: SessionStatus): status is IncompleteStatus =>
  INCOMPLETE.some((one) => one === status);

interface EndedSession extends Progress {
  readonly status: SessionStatus;
  readonly decision?: { readonly reason_codes: readonly string[] } | undefined;
}

/**
 * Returns where a session stopped that ended without a decision about the person (whitepaper 8.2); undefined
 * for any other.
 */
export function stoppingPointOf(session: EndedSession): StoppedStep | undefined {
  if (!isIncomplete(session.status)) return undefined;
  // its end is a transition as well
  if (session.status !== 'error') return nextStep({ ...session, sequence: session.sequence - 1 });
  return session.decision?.reason_codes.includes('review_lapsed') ? 'review' : 'processing';
}

/**
 * Returns why a session stopped there, as the person's app has reported it; undefined if it has not, or the
 * person has gone on since.
 */
export const interruptionOf = (session: EndedSession): InterruptionReason | undefined =>
  session.interruption && session.interruption.step === stoppingPointOf(session)
    ? session.interruption.reason
    : undefined;
