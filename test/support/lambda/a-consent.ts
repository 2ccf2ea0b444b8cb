import type { ConsentReceipt } from '../../../lambda/consents/domain/consent-receipt.ts';
import {
  type ConsentTextContent,
  consentTextContent,
  textOf,
} from '../../../lambda/consents/domain/consent-text.ts';
import { minutesAfter, NOON, TENANT } from './builders.ts';
import { InMemoryConsentTexts, InMemoryReceipts } from './in-memory-consents.ts';

export const aConsentContent = (changes: Partial<ConsentTextContent> = {}): ConsentTextContent =>
  consentTextContent.parse({
    notice_version: '2026-01',
    locale: 'en',
    title: 'Your face and your identity',
    body: 'We compare your face with your document.',
    ...changes,
  });

/** A text that an operator has published. */
export const aConsentText = (changes: Partial<ConsentTextContent> = {}) =>
  textOf(aConsentContent(changes), {
    tenant: TENANT,
    origin: 'operator',
    published_at: NOON.toISOString(),
    published_by: 'operator-1',
  });

export const aReceipt = (changes: Partial<ConsentReceipt> = {}): ConsentReceipt => ({
  tenant: TENANT,
  id: 'cr_1',
  user_id: 'user-1',
  purpose: 'identity_verification',
  notice_version: '2026-01',
  text_sha256: aConsentText().entry.sha256,
  locale: 'en',
  channel: 'app',
  given_at: NOON.toISOString(),
  recorded_by: 'person',
  ...changes,
});

/** The same, once its person has withdrawn it. */
export const aWithdrawnReceipt = (changes: Partial<ConsentReceipt> = {}): ConsentReceipt =>
  aReceipt({ withdrawn_at: minutesAfter(1).toISOString(), withdrawn_by: 'person', ...changes });

/** Texts and receipts of a deployment whose config has one text. */
export const someConsents = (receipts = new InMemoryReceipts()) => ({
  receipts,
  texts: new InMemoryConsentTexts(),
  stageTexts: [aConsentContent()],
});
