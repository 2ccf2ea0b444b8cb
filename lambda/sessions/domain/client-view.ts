import * as z from 'zod/mini';
import { alternativeMeans } from '../../kernel/alternative-path.ts';
import { type Decision, decision as storedDecision } from '../../kernel/decision.ts';
import {
  CONFIDENTIAL,
  isReasonCode,
  REASONS,
  type ReasonCode,
  type UserMessage,
  userMessageKey,
  userMessageOf,
} from '../../kernel/reason-code.ts';
import { sensitivity } from '../../kernel/sensitivity.ts';
import { sessionType } from '../../kernel/session-type.ts';
import { isByDocument } from './alternative-path.ts';
import { attemptError, documentAttemptsLeft, lastErrorOf } from './another-attempt.ts';
import { resumptionView } from './resumption.ts';
import { isReviewOverdue } from './review.ts';
import type { SessionStatus } from './session-status.ts';
import { shownTransaction, transaction } from './transaction.ts';
import { statusAt, type VerificationSession } from './verification-session.ts';

const common = {
  id: z.string(),
  livemode: z
    .boolean()
    .check(z.describe('False for a test session, which only simulations move: no face of it is looked at.')),
  type: sessionType,
  user_id: z.string(),
  sensitivity,
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().check(z.describe('When the session expires unless it has been submitted.')),
  liveness_passed: z.boolean(),
  attempts_remaining: z
    .int()
    .check(
      z.minimum(0),
      z.describe(
        'How many liveness checks may still fail; once one was passed, how many documents of a registration; 1 where a reviewer judges the document without a face. 0 once the session has been submitted or ended.',
      ),
    ),
  document_required: z
    .boolean()
    .check(z.describe('Whether a photo of an identity document is needed before the session is submitted.')),
  document_requested: z
    .boolean()
    .check(z.describe('Whether an upload form for the document has been created.')),
  consent: z
    .object({ notice_version: z.string() })
    .check(
      z.describe('Version of the text to which the person has consented: show it before anything is taken.'),
    ),
  transaction: z.optional(transaction).check(z.describe('Of a step-up: show it to the person.')),
  transaction_sha256: z
    .optional(z.string())
    .check(
      z.describe('Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`.'),
    ),
  alternative_path: z
    .optional(z.object({ means: alternativeMeans }))
    .check(z.describe('The other path that the person has asked for.')),
};

const message = {
  user_message_key: userMessageKey,
  retryable: z.boolean().check(z.describe('Whether a new session has a chance to succeed.')),
};

/** A named schema for one status. */
const viewOf = <Status extends SessionStatus, Shape extends z.core.$ZodShape = Record<never, never>>(
  status: Status,
  description: string,
  shape?: Shape,
) =>
  z
    .object({ ...common, status: z.literal(status), ...(shape as Shape) })
    .register(z.globalRegistry, { id: `${pascalCase(status)}Session`, description });

const pascalCase = (status: string): string =>
  status.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const decided = <Outcome extends Decision['outcome']>(outcome: Outcome) => ({
  decision: z.object({ outcome: z.literal(outcome) }),
});

/** The client's view of a session: never a score, never which check failed. */
export const clientView = z
  .discriminatedUnion('status', [
    viewOf(
      'requires_input',
      'The person or the app has something to do before the session can be submitted.',
      {
        last_error: z.optional(attemptError),
        client_token: z
          .optional(z.string())
          .check(
            z.describe(
              'For the backend that creates the session, and not stored: a token with which an app does everything on this session, below `/client-session`. It is a credential: keep it out of logs.',
            ),
          ),
        client_token_expires_at: z
          .optional(z.iso.datetime())
          .check(z.describe('Until when the token reads the result; what it may do ends with the session.')),
      },
    ),
    viewOf('processing', 'The decision is being made. Poll until the status changes.'),
    viewOf('in_review', 'A person has to resolve what the checks could not decide.', {
      expected_by: z
        .optional(z.iso.datetime())
        .check(z.describe('Until when it should be decided. Later it still is: nothing has to be repeated.')),
      alternative_path_offered: z
        .optional(z.literal(true))
        .check(
          z.describe(
            'Present once `expected_by` has passed: the person may ask for a review of the document alone.',
          ),
        ),
    }),
    viewOf('approved', 'The person is verified.', {
      decision: z.object({
        outcome: z.literal('approved'),
        means: storedDecision.shape.means.check(
          z.describe('Present if a reviewer accepted the document instead: no face is enrolled.'),
        ),
      }),
      step_up_proof: z
        .optional(z.string())
        .check(
          z.describe(
            'Of a step-up, for five minutes, when this session alone is read: a signed JWT that the person has approved the transaction. It is shown until it expires, also once it was consumed. It is a credential: keep it out of logs.',
          ),
        ),
    }),
    viewOf('declined', 'The person is not verified. Show the message.', {
      ...decided('declined'),
      ...message,
    }),
    viewOf('error', 'A fault prevented a decision. Show the message.', {
      ...decided('error'),
      ...message,
      resumable_until: z
        .optional(z.iso.datetime())
        .check(
          z.describe(
            'Present while submitting the session again, with a new Idempotency-Key, resumes it without another liveness check.',
          ),
        ),
    }),
    viewOf('canceled', 'The session was canceled before a decision.'),
    viewOf('expired', 'The session ended before the person did anything.'),
    viewOf('abandoned', 'The session ended after the person did some of the steps.'),
  ])
  .register(z.globalRegistry, {
    id: 'VerificationSession',
    description: 'A session as clients see it; its members depend on `status`.',
  });
export type ClientView = z.infer<typeof clientView>;

/**
 * Whether the person of a held session may ask for a review of the document alone: by the clock, for
 * every reason alike, so that the offer says nothing about it.
 */
export const isDocumentReviewOffered = (session: VerificationSession, now: Date): boolean =>
  session.status === 'in_review' &&
  session.review !== undefined &&
  isReviewOverdue(session.review, now) &&
  session.alternative_means.includes('document_review') &&
  !isByDocument(session);

/** None once the session has left the person's hands, so that no outcome differs by what was left. */
const attemptsRemaining = (session: VerificationSession): number =>
  session.status !== 'requires_input'
    ? 0
    : isByDocument(session)
      ? 1
      : session.selfie && session.type === 'registration'
        ? documentAttemptsLeft(session)
        : Math.max(0, session.liveness_failures_allowed - session.liveness_failures);

export function toClientView(session: VerificationSession, now: Date): ClientView {
  const status = statusAt(session, now);
  const view = {
    id: session.id,
    livemode: session.livemode,
    type: session.type,
    user_id: session.user_id,
    sensitivity: session.sensitivity,
    created_at: session.created_at,
    expires_at: session.expires_at,
    liveness_passed: session.selfie !== undefined,
    attempts_remaining: attemptsRemaining(session),
    document_required: session.document_required || isByDocument(session),
    document_requested: session.document !== undefined,
    consent: { notice_version: session.consent.notice_version },
    ...(session.transaction
      ? {
          transaction: shownTransaction(session.transaction),
          transaction_sha256: session.transaction.sha256,
        }
      : {}),
    ...(session.alternative_path ? { alternative_path: { means: session.alternative_path.means } } : {}),
  };
  switch (status) {
    case 'requires_input': {
      const last_error = lastErrorOf(session);
      return { ...view, status, ...(last_error ? { last_error } : {}) };
    }
    case 'in_review': {
      const expected_by = session.review?.due_at;
      return {
        ...view,
        status,
        ...(expected_by === undefined ? {} : { expected_by }),
        ...(isDocumentReviewOffered(session, now) ? { alternative_path_offered: true } : {}),
      };
    }
    case 'approved': {
      const means = session.decision?.means;
      return { ...view, status, decision: { outcome: status, ...(means ? { means } : {}) } };
    }
    case 'declined':
      return { ...view, status, decision: { outcome: status }, ...messageOf(session, CONFIDENTIAL) };
    case 'error':
      return {
        ...view,
        status,
        decision: { outcome: status },
        ...messageOf(session, REASONS.internal_error),
        ...resumptionView(session, now),
      };
    default:
      return { ...view, status };
  }
}

/** Reason of the one decline with advice: to use the account that the person has. */
const LINKED: ReasonCode = 'existing_account';

/**
 * The message of a decision. A person's decision gives no reason: what the session was held for is not why it
 * was declined, and may invite another attempt.
 * @param otherwise for reasons of another release
 */
function messageOf({ decision }: VerificationSession, otherwise: UserMessage): UserMessage {
  if (decision?.decided_by === 'reviewer' && !decision.reason_codes.includes(LINKED)) return CONFIDENTIAL;
  return userMessageOf(decision?.reason_codes.filter(isReasonCode) ?? []) ?? otherwise;
}
