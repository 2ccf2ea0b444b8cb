import * as z from 'zod/mini';
import {
  attemptErrorCode,
  attemptErrorOf,
  isReasonCode,
  REASONS,
  userMessageKey,
} from '../../kernel/reason-code.ts';
import type { VerificationSession } from './verification-session.ts';

/** Returns how often a session's person has been asked for another document. */
const failedAttempts = ({ earlier_runs = [] }: VerificationSession): number =>
  earlier_runs.filter(({ decision }) => decision?.outcome === 'try_again').length;

/** Returns how many documents of a session may still fail; the last one of them declines it. */
export const documentAttemptsLeft = (session: VerificationSession): number =>
  Math.max(0, session.document_attempts_allowed - failedAttempts(session));

/** Whether a registration that fails for these reasons is continued with another document. */
export const mayTryAgain = (session: VerificationSession, reasons: readonly string[], now: Date): boolean =>
  session.type === 'registration' &&
  reasons.length > 0 &&
  reasons.every((reason) => isReasonCode(reason) && attemptErrorOf(reason) !== undefined) &&
  documentAttemptsLeft(session) > 1 &&
  now.getTime() < Date.parse(session.expires_at);

/** The client's view of an attempt that failed, until the session is submitted again. */
export const attemptError = z
  .object({ code: attemptErrorCode, user_message_key: userMessageKey })
  .register(z.globalRegistry, {
    id: 'AttemptError',
    description:
      'Why the last attempt failed: upload another document and submit again, with new Idempotency-Keys. `attempts_remaining` says how many documents may still fail.',
  });
export type AttemptError = z.infer<typeof attemptError>;

/** Returns why the latest attempt of a session failed that waits for another one. */
export function lastErrorOf({ status, earlier_runs = [] }: VerificationSession): AttemptError | undefined {
  const decision = earlier_runs.at(-1)?.decision;
  if (status !== 'requires_input' || decision?.outcome !== 'try_again') return undefined;
  const errors = decision.reason_codes.filter(isReasonCode).flatMap((reason): AttemptError[] => {
    const code = attemptErrorOf(reason);
    return code ? [{ code, user_message_key: REASONS[reason].user_message_key }] : [];
  });
  // a poor photograph may be why the person does not match
  return errors.find(({ code }) => code === 'photograph_again') ?? errors[0];
}
