import * as z from 'zod';

/** Status of a verification session; see docs/session-states.md. */
export const sessionStatus = z.enum([
  'requires_input',
  'processing',
  'in_review',
  'approved',
  'declined',
  'canceled',
  'expired',
  'error',
]);
export type SessionStatus = z.infer<typeof sessionStatus>;

interface Transition {
  readonly from: readonly SessionStatus[];
  readonly to: SessionStatus;
}

/** Every allowed transition. Stores derive the condition of their write from `from`. */
export const TRANSITIONS = {
  submit: { from: ['requires_input'], to: 'processing' },
  cancel: { from: ['requires_input'], to: 'canceled' },
  expire: { from: ['requires_input'], to: 'expired' },
  exhaust_attempts: { from: ['requires_input'], to: 'declined' },
  approve: { from: ['processing'], to: 'approved' },
  decline: { from: ['processing'], to: 'declined' },
  fail: { from: ['processing', 'in_review'], to: 'error' },
  hold: { from: ['processing'], to: 'in_review' },
  resume: { from: ['in_review'], to: 'processing' },
  reject: { from: ['in_review'], to: 'declined' },
} as const satisfies Readonly<Record<string, Transition>>;
export type TransitionName = keyof typeof TRANSITIONS;

/** Whether a status is final. */
export const isFinal = (status: SessionStatus): boolean =>
  !Object.values<Transition>(TRANSITIONS).some(({ from }) => from.includes(status));
