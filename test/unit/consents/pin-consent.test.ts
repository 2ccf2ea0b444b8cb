import { describe, expect, it } from 'vitest';
import { sessionConsent } from '../../../lambda/consents/contract.ts';
import { pinConsent, requireGiven } from '../../../lambda/consents/pin-consent.ts';
import { aReceipt, aWithdrawnReceipt, someConsents } from '../../support/lambda/a-consent.ts';
import { aCaller, minutesAfter, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const SESSION = {
  id: 'vs_7',
  tenant: TENANT,
  user_id: 'user-1',
  livemode: true,
  purpose: 'identity_verification',
} as const;
const given = (changes: object = {}) =>
  sessionConsent.parse({ given: true, notice_version: '2026-01', ...changes });
const byReceipt = (receipt_id: string) => sessionConsent.parse({ receipt_id });

function aWorld(...receipts: readonly ReturnType<typeof aReceipt>[]) {
  const { emit, metrics } = recordedMetrics();
  return {
    ...someConsents(new InMemoryReceipts(...receipts)),
    clock: () => minutesAfter(2),
    emit,
    metrics,
  };
}
const NOW = minutesAfter(2).toISOString();
const { text_sha256 } = aReceipt();

describe('the consent of a new session', () => {
  it('is a receipt that is written with it', async () => {
    expect(await pinConsent(aCaller(), given({ channel: 'web' }), SESSION, aWorld())).toEqual({
      consent: { given_at: NOW, notice_version: '2026-01', text_sha256, receipt_id: 'cr_7' },
      given: aReceipt({ id: 'cr_7', given_at: NOW, session_id: 'vs_7', channel: 'web' }),
    });
  });

  it('rests on the valid receipt for the same text, and is given anew in the session', async () => {
    expect(await pinConsent(aCaller(), given(), SESSION, aWorld(aReceipt()))).toEqual({
      consent: { given_at: NOW, notice_version: '2026-01', text_sha256, receipt_id: 'cr_1' },
      standing: aReceipt(),
    });
    const login = { ...SESSION, purpose: 'authentication' } as const;
    expect(await pinConsent(aCaller(), given(), login, aWorld(aReceipt()))).toHaveProperty('given');
    expect(await pinConsent(aCaller(), given(), SESSION, aWorld(aWithdrawnReceipt()))).toHaveProperty(
      'given',
    );
  });

  it('may name a valid receipt of its user and purpose', async () => {
    expect(await pinConsent(aCaller(), byReceipt('cr_1'), SESSION, aWorld(aReceipt()))).toEqual({
      consent: {
        given_at: aReceipt().given_at,
        notice_version: '2026-01',
        text_sha256,
        receipt_id: 'cr_1',
      },
      standing: aReceipt(),
    });
  });

  it.each([
    ['absent', aWorld()],
    ["another user's", aWorld(aReceipt({ user_id: 'user-2' }))],
    ['for another purpose', aWorld(aReceipt({ purpose: 'authentication' }))],
  ])('refuses a receipt that is %s', async (_name, world) => {
    await expect(pinConsent(aCaller(), byReceipt('cr_1'), SESSION, world)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('GET /v1/consents'),
    });
  });

  it('refuses a receipt that is withdrawn, and counts it', async () => {
    const world = aWorld(aWithdrawnReceipt());
    await expect(pinConsent(aCaller(), byReceipt('cr_1'), SESSION, world)).rejects.toMatchObject({
      code: 'consent_withdrawn',
    });
    expect(world.metrics).toEqual([{ name: 'ConsentRefused', value: 1, dimensions: { Step: 'session' } }]);
  });

  it('refuses a text that nobody knows, and counts it', async () => {
    const world = aWorld();
    await expect(pinConsent(aCaller(), given({ notice_version: 'x' }), SESSION, world)).rejects.toMatchObject(
      { code: 'consent_text_unknown' },
    );
    expect(world.metrics).toEqual([{ name: 'ConsentRefused', value: 1, dimensions: { Step: 'session' } }]);
  });

  it('that was not given is refused', async () => {
    const missing = { code: 'consent_missing' };
    await expect(pinConsent(aCaller(), given({ given: false }), SESSION, aWorld())).rejects.toMatchObject(
      missing,
    );
    expect(() => requireGiven(given({ given: false }))).toThrow('offer another way');
    expect(() => requireGiven(byReceipt('cr_1'))).not.toThrow();
  });

  it('in a test session names a text, and no receipt of a person', async () => {
    const test = { ...SESSION, livemode: false };
    const world = aWorld(aReceipt());
    expect(await pinConsent(aCaller(), given(), test, world)).toEqual({
      consent: { given_at: NOW, notice_version: '2026-01', text_sha256 },
    });
    expect(world.texts.entries).toEqual([]);
    await expect(pinConsent(aCaller(), byReceipt('cr_1'), test, world)).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
