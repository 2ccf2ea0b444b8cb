import type { Clock } from '../kernel/ports/clock.ts';
import { type ConsentReceipt, standingReceipt } from './domain/consent-receipt.ts';
import type { ConsentTextEntry } from './domain/consent-text.ts';
import { requireText } from './get-consent-text.ts';
import type { KnownText, ReadConsentTextsDependencies } from './list-consent-texts.ts';
import type { ConsentReceipts } from './ports/consent-receipts.ts';
import type { ConsentTexts } from './ports/consent-texts.ts';

export interface DrawUpReceiptDependencies extends ReadConsentTextsDependencies {
  readonly receipts: Pick<ConsentReceipts, 'ofUser'>;
  readonly clock: Clock;
}

/** The text that a person was shown. */
export interface ShownText {
  readonly notice_version: string;
  readonly locale?: string | undefined;
  readonly jurisdiction?: string | undefined;
}

/** Members of a receipt that do not come from its text. */
export type Recipient = Pick<
  ConsentReceipt,
  'tenant' | 'id' | 'user_id' | 'purpose' | 'channel' | 'recorded_by' | 'session_id' | 'attestation'
>;

/** A receipt that may be written, or the one that makes it unnecessary. */
export interface DrawnUpReceipt {
  readonly receipt: ConsentReceipt;
  /** A valid receipt of the same user for the same text and purpose. */
  readonly standing?: ConsentReceipt;
  /** Every receipt that the user has, newest first. */
  readonly earlier: readonly ConsentReceipt[];
}

/**
 * Draws up a receipt for a text, and has the text stored that it names: a text of the config could change.
 * @throws Problem `consent_text_unknown`
 */
export async function drawUpReceipt(
  { notice_version, locale, jurisdiction }: ShownText,
  recipient: Recipient,
  dependencies: DrawUpReceiptDependencies,
): Promise<DrawnUpReceipt> {
  const { tenant, user_id, purpose } = recipient;
  const [entry, earlier] = await Promise.all([
    requireStoredText(tenant, notice_version, { locale, jurisdiction, purpose }, dependencies),
    dependencies.receipts.ofUser(tenant, user_id),
  ]);
  const receipt = receiptFor(entry, recipient, dependencies.clock());
  const standing = standingReceipt(earlier, receipt);
  return { receipt, earlier, ...(standing ? { standing } : {}) };
}

/** Returns the receipt of a person who agrees with a text. */
export const receiptFor = (
  { notice_version, sha256, locale, jurisdiction }: ConsentTextEntry,
  recipient: Recipient,
  now: Date,
): ConsentReceipt => ({
  ...recipient,
  notice_version,
  text_sha256: sha256,
  locale,
  ...(jurisdiction === undefined ? {} : { jurisdiction }),
  given_at: now.toISOString(),
});

/** Returns the entry of a text that is stored from now on. @throws Problem `consent_text_unknown` */
export async function requireStoredText(
  tenant: string,
  noticeVersion: string,
  wanted: Parameters<typeof requireText>[2],
  dependencies: ReadConsentTextsDependencies & { readonly texts: ConsentTexts },
): Promise<ConsentTextEntry> {
  const found: KnownText = await requireText(tenant, noticeVersion, wanted, dependencies);
  if (!found.unstored || (await dependencies.texts.add(found.unstored))) return found.entry;
  // somebody else has stored one in its place meanwhile
  return (await requireText(tenant, noticeVersion, wanted, dependencies)).entry;
}
