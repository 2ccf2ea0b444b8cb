import { describe, expect, it } from 'vitest';
import { hasConsent, isConsentWithdrawn, requireConsent } from '../../../lambda/consents/require-consent.ts';
import { aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const PINNED = { tenant: TENANT, user_id: 'user-1', receipt_id: 'cr_1' };
const UNPINNED = { tenant: TENANT, user_id: 'user-1' };
const given = new InMemoryReceipts(aReceipt());
const withdrawn = new InMemoryReceipts(aWithdrawnReceipt());
const givenAgain = new InMemoryReceipts(aWithdrawnReceipt(), aReceipt({ id: 'cr_2' }));
const none = new InMemoryReceipts();

describe('the face of a person', () => {
  it.each([
    ['with the pinned receipt', PINNED, given, true],
    ['not once that is withdrawn', PINNED, withdrawn, false],
    ['not by one that was given later', PINNED, givenAgain, false],
    ['not without the pinned one', PINNED, none, false],
    ['without a pinned one, of an earlier release', UNPINNED, none, true],
    ['without a pinned one, while another is valid', UNPINNED, givenAgain, true],
    ['not without a pinned one, if all are withdrawn', UNPINNED, withdrawn, false],
  ])('is processed %s', async (_name, consenting, receipts, expected) => {
    expect(await hasConsent(consenting, { receipts })).toBe(expected);
  });

  it('is not copied once consent is withdrawn', async () => {
    const asked = (receipts: InMemoryReceipts) => isConsentWithdrawn(TENANT, 'user-1', { receipts });
    expect(await Promise.all([given, withdrawn, givenAgain, none].map(asked))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('is refused with what to do, and counted by the step', async () => {
    const { emit, metrics } = recordedMetrics();
    await requireConsent(PINNED, 'liveness', { receipts: given, emit });
    expect(metrics).toEqual([]);
    await expect(requireConsent(PINNED, 'liveness', { receipts: withdrawn, emit })).rejects.toMatchObject({
      code: 'consent_withdrawn',
      message: expect.stringMatching(/receipt cr_1.*ask for consent again/),
    });
    await expect(requireConsent(UNPINNED, 'submit', { receipts: withdrawn, emit })).rejects.toThrow(
      'has withdrawn consent, so',
    );
    expect(metrics.map(({ dimensions }) => dimensions)).toEqual([{ Step: 'liveness' }, { Step: 'submit' }]);
  });
});
