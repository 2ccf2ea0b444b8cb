import { expect, it } from 'vitest';
import { consentOf, stopWithoutConsent } from '../../../lambda/registration/stop-without-consent.ts';
import { aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';
import { aRegistration, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const registration = aRegistration({ consent_receipt: 'cr_1' });

it('lets a task go on while the pinned receipt is valid, and stops and counts it afterwards', async () => {
  const { emit, metrics } = recordedMetrics();
  expect(consentOf(registration)).toEqual({ tenant: TENANT, user_id: 'user-1', receipt_id: 'cr_1' });
  const given = { receipts: new InMemoryReceipts(aReceipt()), emit };
  expect(await stopWithoutConsent(registration, given)).toBeUndefined();
  expect(metrics).toEqual([]);
  const withdrawn = { receipts: new InMemoryReceipts(aWithdrawnReceipt()), emit };
  expect(await stopWithoutConsent(registration, withdrawn)).toEqual({
    continue: false,
    reason_codes: ['consent_withdrawn'],
  });
  expect(metrics).toEqual([{ name: 'ConsentRefused', value: 1, dimensions: { Step: 'workflow' } }]);
});
