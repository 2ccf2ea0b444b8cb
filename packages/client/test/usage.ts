import type { components, operations } from './api.ts';

/** A client's code on the generated types; each `@ts-expect-error` is an error that they must show. */

type Schemas = components['schemas'];
type Session = Schemas['VerificationSession'];

/** Each status has its own members, and a client that handles all of them needs no default. */
export function nextStep(session: Session): string {
  switch (session.status) {
    case 'requires_input':
      return `${session.attempts_remaining} attempts`;
    case 'processing':
    case 'in_review':
    case 'canceled':
    case 'expired':
    case 'abandoned':
      // @ts-expect-error: nothing was decided
      return session.decision.outcome;
    case 'approved':
      // @ts-expect-error: an approval has no message
      return session.user_message_key;
    case 'declined':
    case 'error':
      return session.retryable ? textOf(session.user_message_key) : session.decision.outcome;
  }
}

/** A table of texts that lacks a key does not compile. */
declare const TEXTS: Record<Schemas['UserMessageKey'], string>;
const textOf = (key: Schemas['UserMessageKey']): string => TEXTS[key];
// @ts-expect-error: no such key
export const noText = TEXTS.no_such_key;

// a member with a default may be omitted
export const job: Schemas['CreateIndexJob'] = {
  format: 'csv',
  consent: { notice_version: '2026-01', basis: 'signed forms' },
};
export const migration: Schemas['ChangeMigration'] = {};
export const reconciliation: Schemas['CreateReconciliation'] = {};
export const session: Schemas['CreateVerificationSession'] = {
  type: 'registration',
  consent: { given: true, notice_version: '2026-01' },
};
// @ts-expect-error: consent may not be omitted
export const withoutConsent: Schemas['CreateVerificationSession'] = { type: 'registration' };

// as may a body that has nothing but such members, and every parameter of a query
export const cutOver: operations['change-migration']['requestBody'] = undefined;
export const firstPage: operations['list-verification-sessions']['parameters']['query'] = {};
// @ts-expect-error: every POST needs an Idempotency-Key
export const cancel: operations['cancel-verification-session']['parameters'] = { path: { id: 'vs_1' } };

type Problem = Schemas['Problem'];
export const retries = ({ code }: Problem): boolean => code === 'upstream_throttled';
// @ts-expect-error: no such code
export const mistyped = ({ code }: Problem): boolean => code === 'upstream_trottled';

type Report = Schemas['VerificationReport'];
export const wrongFaces = ({ decision }: Report): boolean =>
  decision?.reason_codes.includes('face_mismatch') ?? false;
// @ts-expect-error: no such reason
export const unknownReason = ({ decision }: Report) => decision?.reason_codes.includes('face_missmatch');
