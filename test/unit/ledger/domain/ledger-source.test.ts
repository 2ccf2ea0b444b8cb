import { describe, expect, it } from 'vitest';
import { draftOf, peopleOf, readSource } from '../../../../lambda/ledger/domain/ledger-source.ts';
import { livenessSessionKey, sessionKey } from '../../../../lambda/platform/dynamo-keys.ts';
import { aSession, TENANT } from '../../../support/lambda/builders.ts';
import { anAuditEndRow, anAuditRow, anOutboxRow, aSessionRow } from '../../../support/lambda/ledger-rows.ts';

const read = (row: unknown) => {
  const source = readSource(row);
  if (!source) throw new Error('not for the ledger');
  return source;
};
const entryOf = (row: unknown) => draftOf(read(row), (id) => `hash-of-${id.length}`);

describe('what the ledger holds of a row', () => {
  it('is a decision with its policy and evidence, and the hash of its user', () => {
    expect(entryOf(aSessionRow({ run: 2 }))).toEqual({
      source_id: 'session/vs_1/4',
      kind: 'decision',
      occurred_at: '2026-03-02T12:00:00.000Z',
      data: {
        type: 'verification_session.approved',
        session_id: 'vs_1',
        session_sequence: 4,
        session_type: 'registration',
        status: 'approved',
        run: 2,
        reason_codes: [],
        policy: { id: 'registration', version: 1 },
        evidence_sha256: 'a'.repeat(64),
        user_hash: 'hash-of-13',
      },
    });
  });

  it('is the activation of a policy', () => {
    expect(entryOf(anOutboxRow())).toMatchObject({
      source_id: 'event/evt_1',
      kind: 'policy',
      data: { type: 'policy.activated', subject: 'registration', details: { version: 2 } },
    });
  });

  it('is the change of a lockout, without the device', () => {
    const row = anOutboxRow({
      type: 'lockout.lifted',
      subject: 'device:phone-1',
      user_id: 'customer-4711',
      details: { subject_kind: 'device', device_id: 'phone-1' },
    });
    expect(peopleOf(read(row)).toSorted()).toEqual(['customer-4711', 'device:phone-1', 'phone-1']);
    expect(entryOf(row).data).toEqual({
      type: 'lockout.lifted',
      subject_hash: 'hash-of-14',
      user_hash: 'hash-of-13',
      details: { subject_kind: 'device', device_id: 'hash-of-7' },
    });
  });

  it('is the call of an operator, whose reason and filters are in a digest alone, and how it ended', () => {
    const { data, ...entry } = entryOf(anAuditRow());
    expect(entry).toMatchObject({ source_id: 'audit/aud_1', kind: 'operation' });
    expect(data).toEqual({
      entry_id: 'aud_1',
      actor: 'olivia',
      action: 'face.delete',
      target: '/users/hash-of-13/faces/f1',
      row_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const digest = (changes: Parameters<typeof anAuditRow>[0]) =>
      entryOf(anAuditRow(changes)).data.row_sha256;
    for (const change of [
      { reason: 'other' },
      { request_id: 'other' },
      { target: '/users/customer-4711/faces' },
    ])
      expect(digest(change)).not.toBe(data.row_sha256);
    expect(entryOf(anAuditEndRow())).toMatchObject({
      source_id: 'audit/aud_1/end',
      kind: 'operation',
      data: { entry_id: 'aud_1', outcome: 'done' },
    });
  });

  it.each([
    ['a decision', aSessionRow()],
    [
      'a consent',
      anOutboxRow({ type: 'consent.given', subject: 'rcp_1', user_id: 'customer-4711', details: {} }),
    ],
    [
      'an erasure',
      anOutboxRow({ type: 'erasure.completed', subject: 'er_1', user_id: 'customer-4711', details: {} }),
    ],
    ['a call', anAuditRow()],
    ['a call of a backend', anAuditRow({ client_id: 'backend' })],
  ])('names no user: %s', (_what, row) => {
    expect(peopleOf(read(row))).toEqual(['customer-4711']);
    expect(JSON.stringify(entryOf(row))).not.toContain('customer-4711');
  });

  it.each([
    ['a session', { ...sessionKey(TENANT, 'vs_1'), ...aSession() }],
    ['a liveness session', livenessSessionKey(TENANT, 'vs_1', 'l1')],
    ['a step that decides nothing', aSessionRow({ type: 'verification_session.submitted' })],
    ['a test session', aSessionRow({ livemode: false })],
    ['an event that the ledger does not keep', anOutboxRow({ type: 'enrollment.added' })],
  ])('is nothing: %s', (_what, row) => {
    expect(readSource(row)).toBeUndefined();
  });

  it.each([
    ['an event', { ...aSessionRow(), type: 'unknown' }],
    ['another event', { ...anOutboxRow(), occurred_at: 'now' }],
    ['a call', { ...anAuditRow(), action: 1 }],
    ['no row', {}],
  ])('fails when it cannot be read: %s', (_what, row) => {
    expect(() => readSource(row)).toThrow();
  });

  it('of a list with a filter has nobody in its target', () => {
    const row = anAuditRow({ target: '/verification-sessions?user_id=customer-4711', reason: undefined });
    expect(peopleOf(read(row))).toEqual([]);
    expect(entryOf(row).data.target).toBe('/verification-sessions');
  });
});
