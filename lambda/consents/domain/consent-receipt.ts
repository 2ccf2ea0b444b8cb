import * as z from 'zod/mini';
import { ID_PREFIXES, inForm } from '../../kernel/identifier.ts';
import { outboxEventOf } from '../../kernel/make-outbox-event.ts';
import type { OutboxEvent } from '../../kernel/outbox-event.ts';
import { userId } from '../../kernel/user-id.ts';
import { consentPurpose } from './consent-purpose.ts';
import { jurisdiction, locale, noticeVersion } from './consent-text.ts';

/** How consent is given to an app, a page, or on paper. */
export const givenThrough = z.enum(['app', 'web', 'paper', 'in_person']);
/** How consent came about; `import`: an operator attests that it was given elsewhere. */
export const consentChannel = z.enum([...givenThrough.options, 'import']);

/** Statement of an operator about the people of an import. */
export const consentAttestation = z.object({
  /** On what the attestation rests, such as a contract or a release on paper. */
  basis: z.string(),
  /** The operator who attests it. */
  attested_by: z.string(),
  index_job_id: z.string(),
});

/** Who wrote or withdrew a receipt: the person, a backend, an operator. */
export const consentActor = z.enum(['person', 'backend', 'operator']);
export type ConsentActor = z.infer<typeof consentActor>;

/**
 * Record that a person has consented: who, to which text, when, how and for what (GDPR article 7(1); BIPA
 * section 15(b)). Its fields follow ISO/IEC TS 27560. Only a withdrawal is ever added to it.
 */
export const consentReceipt = z.object({
  tenant: z.string(),
  id: z.string(),
  user_id: userId,
  purpose: consentPurpose,
  notice_version: noticeVersion,
  /** Of the text that the person has seen. */
  text_sha256: z.string().check(z.length(64)),
  locale,
  /** That of the text; absent for a text that is used anywhere. */
  jurisdiction: z.optional(jurisdiction),
  channel: consentChannel,
  given_at: z.iso.datetime(),
  recorded_by: consentActor,
  /** The session that it was given with, if one. */
  session_id: z.optional(z.string()),
  attestation: z.optional(consentAttestation),
  withdrawn_at: z.optional(z.iso.datetime()),
  withdrawn_by: z.optional(consentActor),
});
export type ConsentReceipt = z.infer<typeof consentReceipt>;

/** Whether a receipt still allows a face to be processed. */
export const isValid = ({ withdrawn_at }: Pick<ConsentReceipt, 'withdrawn_at'>): boolean =>
  withdrawn_at === undefined;

/** Whether a person who has consented once does not do so any more. */
export const isWithdrawn = (receipts: readonly ConsentReceipt[]): boolean =>
  receipts.length > 0 && !receipts.some(isValid);

/** Returns the valid receipt for a text and a purpose; undefined if consent has to be given. */
export const standingReceipt = (
  receipts: readonly ConsentReceipt[],
  { text_sha256, purpose }: Pick<ConsentReceipt, 'text_sha256' | 'purpose'>,
): ConsentReceipt | undefined =>
  receipts.find(
    (receipt) => isValid(receipt) && receipt.text_sha256 === text_sha256 && receipt.purpose === purpose,
  );

/** Returns a receipt as it is once it has been withdrawn. */
export const withdraw = (receipt: ConsentReceipt, by: ConsentActor, now: Date): ConsentReceipt => ({
  ...receipt,
  withdrawn_at: now.toISOString(),
  withdrawn_by: by,
});

/** Returns the id of the receipt that a session's creation gives: the session's own, so there is one. */
export const receiptIdOf = (sessionId: string): string => inForm(sessionId, ID_PREFIXES.consentReceipt);

/** Returns the report of a receipt that is written. */
export const givenEvent = (receipt: ConsentReceipt): OutboxEvent =>
  outboxEventOf('consent.given', reportOf(receipt, 'given', receipt.given_at), dataOf(receipt));

/** Returns the report of a withdrawal. @param receipts how many it ends, the named one included */
export const withdrawnEvent = (named: ConsentReceipt, receipts: number, now: Date): OutboxEvent =>
  outboxEventOf('consent.withdrawn', reportOf(named, 'withdrawn', now.toISOString()), {
    ...dataOf(named),
    by: named.withdrawn_by,
    receipts,
  });

const reportOf = ({ tenant, id }: ConsentReceipt, change: 'given' | 'withdrawn', at: string) => ({
  id: `${id}:${change}`,
  tenant,
  subject: id,
  at: new Date(at),
});

const dataOf = ({ user_id, session_id, purpose, notice_version, jurisdiction, channel }: ConsentReceipt) => ({
  user_id,
  session_id,
  purpose,
  notice_version,
  jurisdiction,
  channel,
});

/** The consent of a new session, and the receipt that is written or checked together with it. */
export interface PinnedConsent {
  readonly consent: {
    readonly given_at: string;
    readonly notice_version: string;
    readonly text_sha256: string;
    readonly receipt_id?: string;
  };
  /** A receipt that is written with the session. */
  readonly given?: ConsentReceipt;
  /** A receipt that has to be valid when the session is written. */
  readonly standing?: ConsentReceipt;
}
