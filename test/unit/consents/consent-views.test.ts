import { expect, it } from 'vitest';
import { toReceiptView, toTextEntryView } from '../../../lambda/consents/consent-views.ts';
import { consentReceiptView, consentTextEntryView } from '../../../lambda/consents/contract.ts';
import { aConsentText, aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';

it('show a receipt with its status, and no tenant', () => {
  const given = toReceiptView(aReceipt());
  expect(given).toMatchObject({ id: 'cr_1', status: 'given' });
  expect(toReceiptView(aWithdrawnReceipt())).toMatchObject({ status: 'withdrawn', withdrawn_by: 'person' });
  expect(consentReceiptView.parse(given)).toEqual(given);
});

it('show the entry of a text without its tenant', () => {
  const shown = toTextEntryView(aConsentText());
  expect(consentTextEntryView.parse(shown)).toEqual(shown);
  expect(shown).not.toHaveProperty('tenant');
});
