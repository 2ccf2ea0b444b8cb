import * as z from 'zod';
import { isReasonCode, userMessageOf } from '../../kernel/reason-code.ts';
import { sensitivity } from '../../kernel/sensitivity.ts';
import { sessionStatus } from './session-status.ts';
import { sessionType, statusAt, type VerificationSession } from './verification-session.ts';

/** The client's view of a session: never a score, never which check failed. */
export const clientView = z
  .object({
    id: z.string(),
    type: sessionType,
    user_id: z.string(),
    sensitivity,
    status: sessionStatus,
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().describe('When the session expires unless it has been submitted.'),
    liveness_passed: z.boolean(),
    attempts_remaining: z.int().min(0).describe('Number of liveness checks that may still fail.'),
    document_requested: z.boolean().describe('Whether an upload form for the document has been created.'),
    decision: z.object({ outcome: z.enum(['approved', 'declined', 'error']) }).optional(),
    user_message_key: z
      .string()
      .optional()
      .describe('Key of the message to show the person; present once the session is `declined` or `error`.'),
    retryable: z.boolean().optional().describe('Whether a new session has a chance to succeed.'),
  })
  .meta({ id: 'VerificationSession' });
export type ClientView = z.infer<typeof clientView>;

/** None once the session has left the person's hands, so that no outcome differs by what was left. */
const attemptsRemaining = (session: VerificationSession): number =>
  session.status === 'requires_input'
    ? Math.max(0, session.liveness_failures_allowed - session.liveness_failures)
    : 0;

export function toClientView(session: VerificationSession, now: Date): ClientView {
  const { decision } = session;
  const message = decision && userMessageOf(decision.reason_codes.filter(isReasonCode));
  return {
    id: session.id,
    type: session.type,
    user_id: session.user_id,
    sensitivity: session.sensitivity,
    status: statusAt(session, now),
    created_at: session.created_at,
    expires_at: session.expires_at,
    liveness_passed: session.selfie !== undefined,
    attempts_remaining: attemptsRemaining(session),
    document_requested: session.document !== undefined,
    ...(decision ? { decision: { outcome: decision.outcome } } : {}),
    ...(message ?? {}),
  };
}
