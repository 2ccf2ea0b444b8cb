import * as z from 'zod/mini';

/** Status of a verification session; see docs/session-states.md. */
export const sessionStatus = z.enum([
  'requires_input',
  'processing',
  'in_review',
  'approved',
  'declined',
  'canceled',
  'expired',
  'abandoned',
  'error',
]);
export type SessionStatus = z.infer<typeof sessionStatus>;

export interface Transition {
  readonly from: readonly SessionStatus[];
  readonly to: SessionStatus;
  /** Type of the event that reports it. */
  readonly event: `verification_session.${string}`;
  /** Whether another run of the workflow starts now, or waits for the person's next submit. */
  readonly next?: 'starts' | 'waits';
}

/** Every allowed transition; `session-transition.ts` makes them, and nothing else writes a status. */
export const TRANSITIONS = {
  start_liveness: {
    from: ['requires_input'],
    to: 'requires_input',
    event: 'verification_session.liveness_started',
  },
  pass_liveness: {
    from: ['requires_input'],
    to: 'requires_input',
    event: 'verification_session.liveness_passed',
  },
  fail_liveness: {
    from: ['requires_input'],
    to: 'requires_input',
    event: 'verification_session.liveness_failed',
  },
  exhaust_attempts: { from: ['requires_input'], to: 'declined', event: 'verification_session.declined' },
  // the other path, once for each means
  take_alternative_path: {
    from: ['requires_input'],
    to: 'requires_input',
    event: 'verification_session.alternative_path_taken',
  },
  // without a face, a document is for a person at once
  submit_document: { from: ['requires_input'], to: 'in_review', event: 'verification_session.held' },
  // another question for a review that is overdue
  ask_for_document_review: { from: ['in_review'], to: 'in_review', event: 'verification_session.held' },
  submit: { from: ['requires_input'], to: 'processing', event: 'verification_session.submitted' },
  cancel: { from: ['requires_input'], to: 'canceled', event: 'verification_session.canceled' },
  // its user is erased
  erase: {
    from: ['requires_input', 'processing', 'in_review'],
    to: 'canceled',
    event: 'verification_session.canceled',
  },
  expire: { from: ['requires_input'], to: 'expired', event: 'verification_session.expired' },
  abandon: { from: ['requires_input'], to: 'abandoned', event: 'verification_session.abandoned' },
  approve: { from: ['processing'], to: 'approved', event: 'verification_session.approved' },
  // only while attempts are left: see another-attempt.ts
  try_again: {
    from: ['processing'],
    to: 'requires_input',
    event: 'verification_session.requires_input',
    next: 'waits',
  },
  decline: { from: ['processing'], to: 'declined', event: 'verification_session.declined' },
  fail: { from: ['processing', 'in_review'], to: 'error', event: 'verification_session.failed' },
  hold: { from: ['processing'], to: 'in_review', event: 'verification_session.held' },
  // one of several answers that the session waits for
  record_finding: {
    from: ['in_review'],
    to: 'in_review',
    event: 'verification_session.finding_recorded',
  },
  resume: {
    from: ['in_review'],
    to: 'processing',
    event: 'verification_session.resumed',
    next: 'starts',
  },
  // only while the session can be resumed: see resumption.ts
  resubmit: {
    from: ['error'],
    to: 'processing',
    event: 'verification_session.resubmitted',
    next: 'starts',
  },
  // only on the path without a face, which enrolls nobody: see answered-review.ts
  accept_document: { from: ['in_review'], to: 'approved', event: 'verification_session.approved' },
  reject: { from: ['in_review'], to: 'declined', event: 'verification_session.declined' },
} as const satisfies Readonly<Record<string, Transition>>;
export type TransitionName = keyof typeof TRANSITIONS;

/** Type of the event that reports a new session. */
export const CREATION_EVENT = 'verification_session.created';

/** Whether a session has ended. Nothing leads on, except from an error that its person may resume. */
export const isFinal = (status: SessionStatus): boolean =>
  status === 'error' || !Object.values<Transition>(TRANSITIONS).some(({ from }) => from.includes(status));
