import * as z from 'zod/mini';
import { userId } from '../kernel/user-id.ts';
import { consentPurpose } from './domain/consent-purpose.ts';
import { consentReceipt, givenThrough } from './domain/consent-receipt.ts';
import {
  consentTextContent,
  consentTextEntry,
  consentTexts,
  jurisdiction,
  locale,
  noticeVersion,
} from './domain/consent-text.ts';

/** The texts of a deployment's config, which its tenants begin with. */
export const consentTextsSchema = consentTexts;

const wanted = {
  locale: z
    .optional(locale)
    .check(
      z.describe(
        'Language of the person. Without a text in it, that of its language alone is taken, then English.',
      ),
    ),
  jurisdiction: z
    .optional(jurisdiction)
    .check(
      z.describe(
        'Where the person is, such as `US-IL`. Without a text for it, that of the country is taken, then one for anywhere.',
      ),
    ),
};

/** The consent that a request carries: the text that the person was shown, wherever it is given. */
export const shownText = { notice_version: noticeVersion, ...wanted };

const channel = z
  ._default(givenThrough, 'app')
  .check(z.describe('How the person has consented: by an app, a web page, on paper or in person.'));

/** The consent with which a session is created. */
export const sessionConsent = z.union(
  [
    z
      .strictObject({ given: z.boolean(), ...shownText, channel })
      .check(
        z.describe(
          'Whether the person consented to face processing, and to which text. A receipt is written with the session, unless one for the same text is valid.',
        ),
      ),
    z
      .strictObject({ receipt_id: z.string().check(z.minLength(1), z.maxLength(64)) })
      .check(z.describe('A valid receipt of the same user, for the purpose of the session.')),
  ],
  {
    error:
      'must be {"given": true, "notice_version": "..."}, with locale, jurisdiction and channel where they are known, or {"receipt_id": "..."}; notice_version has 1 to 64 letters, digits, or _ . : -',
  },
);
export type SessionConsent = z.infer<typeof sessionConsent>;

/** The consent of the people of an import, as an operator attests it. */
export const attestedConsent = z
  .strictObject({
    ...shownText,
    basis: z
      .string()
      .check(
        z.minLength(10),
        z.maxLength(1_000),
        z.describe('On what the attestation rests, such as the contract in which each person agreed.'),
      ),
  })
  .check(
    z.describe(
      'Attests that every person of the manifest has consented to this text. A receipt is written for each; the caller is recorded as the one who attests it.',
    ),
  );
export type AttestedConsent = z.infer<typeof attestedConsent>;

export const publishConsentTextRequest = z
  .extend(consentTextContent, {})
  .register(z.globalRegistry, { id: 'PublishConsentText' });

const shownEntry = z.extend(z.omit(consentTextEntry, { tenant: true }), {
  published_at: z
    .optional(consentTextEntry.shape.published_at)
    .check(
      z.describe(
        "When it was stored: by an operator, or with the first consent to it. Absent for a text of the deployment's config that nobody has consented to yet.",
      ),
    ),
});

export const consentTextEntryView = shownEntry.register(z.globalRegistry, { id: 'ConsentTextEntry' });
export type ConsentTextEntryView = z.infer<typeof consentTextEntryView>;

export const consentTextView = z
  .extend(shownEntry, {
    body: z.string().check(z.describe('The text to show, without markup.')),
  })
  .register(z.globalRegistry, { id: 'ConsentText' });
export type ConsentTextView = z.infer<typeof consentTextView>;

export const consentTextPage = z
  .object({ data: z.array(consentTextEntryView) })
  .register(z.globalRegistry, { id: 'ConsentTextList' });
export type ConsentTextPage = z.infer<typeof consentTextPage>;

export const listConsentTextsQuery = z.strictObject({
  notice_version: z.optional(noticeVersion).check(z.describe('Only the texts of this version.')),
});

export const getConsentTextQuery = z.strictObject({
  ...wanted,
  purpose: z.optional(consentPurpose).check(z.describe('Only a text that covers this purpose.')),
});

const ofUser = z
  .optional(userId)
  .check(z.describe("Required for backends and operators. End users omit it: it is their token's `sub`."));

export const giveConsentRequest = z
  .strictObject({ user_id: ofUser, purpose: consentPurpose, ...shownText, channel })
  .register(z.globalRegistry, { id: 'GiveConsent' });
export type GiveConsentRequest = z.infer<typeof giveConsentRequest>;

export const withdrawConsentRequest = z
  .strictObject({ user_id: ofUser })
  .register(z.globalRegistry, { id: 'WithdrawConsent' });

export const listConsentsQuery = z.strictObject({ user_id: ofUser });

export const consentReceiptView = z
  .extend(z.omit(consentReceipt, { tenant: true }), { status: z.enum(['given', 'withdrawn']) })
  .register(z.globalRegistry, { id: 'ConsentReceipt' });
export type ConsentReceiptView = z.infer<typeof consentReceiptView>;

export const consentReceiptList = z
  .object({ data: z.array(consentReceiptView) })
  .register(z.globalRegistry, { id: 'ConsentReceiptList' });
