import { describe, expect, it } from 'vitest';
import { giveConsentRequest } from '../../../lambda/consents/contract.ts';
import { giveConsent } from '../../../lambda/consents/give-consent.ts';
import { aReceipt, aWithdrawnReceipt, someConsents } from '../../support/lambda/a-consent.ts';
import { aBackend, aCaller, NOON } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aWorld(receipts = new InMemoryReceipts()) {
  const { emit, metrics } = recordedMetrics();
  return { ...someConsents(receipts), clock: () => NOON, newIdentifier: () => 'cr_2', emit, metrics };
}
const aRequest = (changes: object = {}) =>
  giveConsentRequest.parse({ purpose: 'identity_verification', notice_version: '2026-01', ...changes });

describe('giving consent', () => {
  it('writes a receipt of the person, and reports it', async () => {
    const world = aWorld();
    const view = await giveConsent(aCaller(), aRequest({ locale: 'en-GB' }), world);
    expect(view).toMatchObject({ id: 'cr_2', user_id: 'user-1', recorded_by: 'person', status: 'given' });
    expect(await world.receipts.ofUser('acme', 'user-1')).toEqual([aReceipt({ id: 'cr_2' })]);
    expect(world.receipts.events).toMatchObject([{ type: 'consent.given', subject: 'cr_2' }]);
    expect(world.metrics).toEqual([{ name: 'ConsentGiven', value: 1, dimensions: { Channel: 'app' } }]);
  });

  it('is written by a backend for a user who signed on paper', async () => {
    const request = aRequest({ user_id: 'user-7', channel: 'paper' });
    const view = await giveConsent(aBackend(), request, aWorld());
    expect(view).toMatchObject({ user_id: 'user-7', channel: 'paper', recorded_by: 'backend' });
  });

  it('again to the same text returns the valid receipt, and after a withdrawal a new one', async () => {
    const standing = aWorld(new InMemoryReceipts(aReceipt()));
    expect(await giveConsent(aCaller(), aRequest(), standing)).toMatchObject({ id: 'cr_1' });
    expect(standing.metrics).toEqual([]);
    const withdrawn = aWorld(new InMemoryReceipts(aWithdrawnReceipt()));
    expect(await giveConsent(aCaller(), aRequest(), withdrawn)).toMatchObject({
      id: 'cr_2',
      status: 'given',
    });
  });

  it('is refused for a text that nobody knows, or another user', async () => {
    const unknown = giveConsent(aCaller(), aRequest({ notice_version: '9' }), aWorld());
    await expect(unknown).rejects.toMatchObject({ code: 'consent_text_unknown' });
    const other = giveConsent(aCaller(), aRequest({ user_id: 'user-2' }), aWorld());
    await expect(other).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('fails when the id of the receipt is taken', async () => {
    const world = { ...aWorld(new InMemoryReceipts(aWithdrawnReceipt())), newIdentifier: () => 'cr_1' };
    await expect(giveConsent(aCaller(), aRequest(), world)).rejects.toThrow('exists already');
  });
});
