import { describe, expect, it } from 'vitest';
import { attestedConsent } from '../../../lambda/bulk-indexing/attested-consent.ts';
import { parseItem } from '../../../lambda/bulk-indexing/manifest-item.ts';
import { withdraw } from '../../../lambda/consents/domain/consent-receipt.ts';
import { identifierPattern } from '../../../lambda/kernel/identifier.ts';
import { aBulkWorld, aJob, indexRow } from '../../support/lambda/a-bulk-world.ts';
import { aConsentText, aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const CONSENT = {
  notice_version: '2026-01',
  text_sha256: aConsentText().entry.sha256,
  locale: 'en',
  basis: 'each person has agreed in writing',
  attested_by: 'olivia',
};
const JOB = aJob({ consent: CONSENT });
const ROW = { user_id: 'ann', image_key: 'acme/ann.png' };

function attested(job = JOB, ...held: Parameters<typeof aReceipt>[0][]) {
  const { emit, metrics } = recordedMetrics();
  const receipts = new InMemoryReceipts(...held.map((one) => aReceipt({ user_id: 'ann', ...one })));
  const item = parseItem(job, 0, ROW);
  if (!item) throw new Error('the row is not valid');
  return { metrics, consent: attestedConsent(item, { receipts, emit }) };
}

describe('the consent of a row', () => {
  it('is a receipt with the attestation of the operator, the same each time', async () => {
    const consent = await attested().consent;
    expect(consent).toEqual({
      given: {
        ...aReceipt({ user_id: 'ann', channel: 'import', recorded_by: 'operator' }),
        id: expect.stringMatching(identifierPattern('cr')),
        given_at: NOON.toISOString(),
        attestation: { basis: CONSENT.basis, attested_by: 'olivia', index_job_id: 'ij_1' },
      },
    });
    expect(await attested().consent).toEqual(consent);
    const other = await attested(aJob({ id: 'ij_2', consent: CONSENT })).consent;
    expect(other).not.toEqual(consent);
  });

  it('is the valid receipt of the person for the same text, if they have one', async () => {
    const standing = aReceipt({ user_id: 'ann' });
    expect(await attested(JOB, {}).consent).toEqual({ standing });
    const older = await attested(JOB, { text_sha256: '0'.repeat(64) }).consent;
    expect(older).toMatchObject({ given: { channel: 'import' }, standing: { id: 'cr_1' } });
  });

  it('does not overrule a withdrawal, and counts that', async () => {
    const { consent, metrics } = attested(JOB, aWithdrawnReceipt({ user_id: 'ann' }));
    expect(await consent).toBe('consent_withdrawn');
    expect(metrics).toEqual([{ name: 'ConsentRefused', value: 1, dimensions: { Step: 'import' } }]);
  });

  it('of a job of an earlier release is none', async () => {
    expect(await attested(aJob()).consent).toEqual({});
  });
});

describe('an imported person', () => {
  it('is enrolled with the receipt, by which they can withdraw later', async () => {
    const { dependencies, receipts, metrics } = aBulkWorld();
    expect(await indexRow(JOB, ROW, dependencies)).toMatchObject({ outcome: 'indexed' });
    const [receipt] = await receipts.ofUser(TENANT, 'ann');
    expect(receipt).toMatchObject({ channel: 'import', attestation: { attested_by: 'olivia' } });
    expect(receipts.events).toMatchObject([{ type: 'consent.given', user_id: 'ann' }]);
    expect(metrics).toContainEqual({ name: 'ConsentGiven', value: 1, dimensions: { Channel: 'import' } });
  });

  it('who has withdrawn is not indexed: no call is made', async () => {
    const { dependencies, receipts, collections } = aBulkWorld();
    receipts.write(aWithdrawnReceipt({ user_id: 'ann' }));
    expect(await indexRow(JOB, ROW, dependencies)).toMatchObject({
      outcome: 'rejected',
      reason_codes: ['consent_withdrawn'],
    });
    expect(collections.allFaceIds()).toEqual([]);
  });

  it('who withdraws while their row is worked on keeps no face', async () => {
    const { dependencies, receipts, collections, enrollments } = aBulkWorld();
    const receipt = aReceipt({ user_id: 'ann' });
    receipts.write(receipt);
    const index = collections.index.bind(collections);
    collections.index = async (...args) => {
      const after = withdraw(receipt, 'person', minutesAfter(1));
      await receipts.withdraw(after, [after]);
      return index(...args);
    };
    expect(await indexRow(JOB, ROW, dependencies)).toMatchObject({
      outcome: 'rejected',
      reason_codes: ['consent_withdrawn'],
    });
    expect(collections.allFaceIds()).toEqual([]);
    expect(enrollments.claims.size).toBe(0);
  });
});
