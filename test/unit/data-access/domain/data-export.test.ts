import { expect, it } from 'vitest';
import {
  CATEGORIES,
  imagesOfSession,
  toExportedConsent,
  toExportedFaces,
  toExportedSession,
} from '../../../../lambda/data-access/domain/data-export.ts';
import { bindTransaction } from '../../../../lambda/sessions/domain/transaction.ts';
import { aWithdrawnReceipt } from '../../../support/lambda/a-consent.ts';
import { aMapping, aSession, NOON } from '../../../support/lambda/builders.ts';

const DAY_MS = 86_400_000;
const after = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

it('a session is exported without what its person may not know', () => {
  const exported = toExportedSession(
    aSession({
      status: 'declined',
      device_id: 'phone-1',
      decision: {
        outcome: 'declined',
        reason_codes: ['watchlist_hit'],
        decided_by: 'policy',
        decided_at: NOON.toISOString(),
      },
    }),
    NOON,
  );
  expect(exported).toMatchObject({
    status: 'declined',
    user_message_key: 'verification_declined',
    device_id: 'phone-1',
  });
  expect(JSON.stringify(exported)).not.toContain('watchlist');
});

it('a step-up is exported with the transaction that its person was shown, and its hash', () => {
  const sent = { amount: '250.00', currency: 'EUR' };
  const bound = bindTransaction(sent);
  if (typeof bound === 'string') throw new Error(bound);
  expect(toExportedSession(aSession({ type: 'step_up', transaction: bound }), NOON)).toMatchObject({
    transaction: sent,
    transaction_sha256: bound.sha256,
  });
  expect(toExportedSession(aSession(), NOON)).not.toHaveProperty('transaction');
});

it('a receipt is exported without the operator who attests it', () => {
  const attestation = { basis: 'contract of 2020', attested_by: 'operator-7', index_job_id: 'ij_1' };
  const { tenant: _tenant, user_id: _user, recorded_by: _by, ...shown } = aWithdrawnReceipt();
  expect(toExportedConsent(aWithdrawnReceipt({ attestation }))).toEqual(shown);
});

it('images of a session are listed until they have expired', () => {
  const session = aSession({ created_at: NOON.toISOString(), selfie: { key: 's' }, document: { key: 'd' } });
  expect(imagesOfSession(session, { imageDays: 90 }, after(89)).map(({ kind }) => kind)).toEqual([
    'selfie',
    'document',
  ]);
  expect(imagesOfSession(session, { imageDays: 90 }, after(90))).toEqual([]);
  expect(imagesOfSession(aSession({ created_at: NOON.toISOString() }), { imageDays: 90 }, NOON)).toEqual([]);
});

it('faces are kept until their clock ends, and copies of one image are one image', () => {
  const faces = [aMapping(), aMapping({ face_id: 'face-2', collection_id: 'face-idv.acme.g2.0' })];
  const { images, last, ...exported } = toExportedFaces(faces, after(10).toISOString(), {
    templateDays: 100,
  });
  expect(exported.faces.map(({ kept_until }) => kept_until)).toEqual([
    after(110).toISOString(),
    after(110).toISOString(),
  ]);
  expect(images).toHaveLength(1);
  expect(last).toBe(after(10).toISOString());
  expect(toExportedFaces([], undefined, { templateDays: 100 })).toEqual({ faces: [], images: [] });
});

it('every category has a purpose and recipients', () => {
  for (const { purpose, recipients } of CATEGORIES) {
    expect(purpose).not.toBe('');
    expect(recipients).toContain('Amazon Web Services');
  }
});
