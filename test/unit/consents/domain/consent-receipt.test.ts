import { describe, expect, it } from 'vitest';
import {
  consentReceipt,
  givenEvent,
  isValid,
  isWithdrawn,
  receiptIdOf,
  standingReceipt,
  withdraw,
  withdrawnEvent,
} from '../../../../lambda/consents/domain/consent-receipt.ts';
import { outboxEvent } from '../../../../lambda/kernel/outbox-event.ts';
import { aReceipt, aWithdrawnReceipt } from '../../../support/lambda/a-consent.ts';
import { minutesAfter, TENANT } from '../../../support/lambda/builders.ts';

describe('a consent receipt', () => {
  it('is read again as it was written', () => {
    const attestation = { basis: 'the terms of 2024', attested_by: 'operator-1', index_job_id: 'ij_1' };
    const receipt = aWithdrawnReceipt({ jurisdiction: 'US-IL', channel: 'import', attestation });
    expect(consentReceipt.parse(receipt)).toEqual(receipt);
  });

  it('is valid until it is withdrawn, and keeps everything else', () => {
    const receipt = aReceipt();
    const withdrawn = withdraw(receipt, 'backend', minutesAfter(5));
    expect([isValid(receipt), isValid(withdrawn)]).toEqual([true, false]);
    expect(withdrawn).toEqual({
      ...receipt,
      withdrawn_at: minutesAfter(5).toISOString(),
      withdrawn_by: 'backend',
    });
  });

  it('stands for the same text and purpose alone, while it is valid', () => {
    const receipt = aReceipt();
    const login = aReceipt({ id: 'cr_2', purpose: 'authentication' });
    expect(standingReceipt([aWithdrawnReceipt(), login, receipt], receipt)).toBe(receipt);
    expect(standingReceipt([login], receipt)).toBeUndefined();
    expect(standingReceipt([aWithdrawnReceipt()], receipt)).toBeUndefined();
    expect(standingReceipt([aReceipt({ text_sha256: '0'.repeat(64) })], receipt)).toBeUndefined();
  });

  it('is withdrawn for a person who has another one only once that is withdrawn too', () => {
    expect(isWithdrawn([])).toBe(false);
    expect(isWithdrawn([aReceipt()])).toBe(false);
    expect(isWithdrawn([aWithdrawnReceipt()])).toBe(true);
    expect(isWithdrawn([aReceipt({ id: 'cr_2' }), aWithdrawnReceipt()])).toBe(false);
  });

  it('has the id of the session that it is given with', () => {
    expect(receiptIdOf('vs_01kjq8w0g3x7c9v2m5n8b4t6rd')).toBe('cr_01kjq8w0g3x7c9v2m5n8b4t6rd');
  });

  it('is reported without what it says of the person', () => {
    const given = givenEvent(aReceipt({ session_id: 'vs_1' }));
    expect(outboxEvent.parse(given)).toEqual({
      type: 'consent.given',
      id: 'cr_1:given',
      tenant: TENANT,
      subject: 'cr_1',
      occurred_at: aReceipt().given_at,
      user_id: 'user-1',
      session_id: 'vs_1',
      details: { purpose: 'identity_verification', notice_version: '2026-01', channel: 'app' },
    });
    const { withdrawn_by: _unknown, ...byNobody } = aWithdrawnReceipt({ jurisdiction: 'US-IL' });
    const { details } = withdrawnEvent(byNobody, 1, minutesAfter(1));
    expect(details).toMatchObject({ jurisdiction: 'US-IL' });
    expect(details).not.toHaveProperty('by');
    const withdrawn = withdrawnEvent(aWithdrawnReceipt(), 2, minutesAfter(1));
    expect(outboxEvent.parse(withdrawn)).toEqual({
      type: 'consent.withdrawn',
      id: 'cr_1:withdrawn',
      tenant: TENANT,
      subject: 'cr_1',
      occurred_at: minutesAfter(1).toISOString(),
      user_id: 'user-1',
      details: {
        purpose: 'identity_verification',
        notice_version: '2026-01',
        channel: 'app',
        by: 'person',
        receipts: 2,
      },
    });
  });
});
