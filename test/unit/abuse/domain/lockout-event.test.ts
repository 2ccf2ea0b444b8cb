import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER, type LockoutLedger } from '../../../../lambda/abuse/domain/lockout.ts';
import { eventOfChange, eventOfLockout } from '../../../../lambda/abuse/domain/lockout-event.ts';
import type { LockoutSubject } from '../../../../lambda/abuse/domain/lockout-subject.ts';
import { minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

const USER = { kind: 'user', id: 'ann' } as const;
const timedOut = { ...EMPTY_LEDGER, timeouts: 2, locked_until: minutesAfter(30).getTime() };
const blocked = { ...EMPTY_LEDGER, timeouts: 3, blocked: true };
const write = (ledger = timedOut, subject: LockoutSubject = USER) => ({
  tenant: TENANT,
  subject,
  eventId: 'evt_1',
  ledger,
});

it('reports a timeout with its rung and its end, and a block without one', () => {
  expect(eventOfLockout(write(), 'timeout', NOON)).toMatchObject({
    type: 'lockout.started',
    subject: 'ann',
    user_id: 'ann',
    details: {
      subject_kind: 'user',
      step: 'timeout',
      timeouts: 2,
      locked_until: minutesAfter(30).toISOString(),
    },
  });
  expect(eventOfLockout({ ...write(), ledger: blocked }, 'block', NOON).details).not.toHaveProperty(
    'locked_until',
  );
  // a block outlasts the timeout before it
  const stillTimedOut = { ...timedOut, blocked: true };
  expect(eventOfLockout({ ...write(), ledger: stillTimedOut }, 'block', NOON).details).not.toHaveProperty(
    'locked_until',
  );
});

it('names the device of a device, and both of a user on a device', () => {
  const onDevice = eventOfLockout(
    write(timedOut, { kind: 'user_device', id: 'ann', device: 'tv' }),
    'timeout',
    NOON,
  );
  expect(onDevice).toMatchObject({ user_id: 'ann', details: { device_id: 'tv' } });
  const device = eventOfLockout(write(timedOut, { kind: 'device', id: 'tv' }), 'timeout', NOON);
  expect(device).toMatchObject({ subject: 'tv', details: { device_id: 'tv' } });
  expect(device).not.toHaveProperty('user_id');
});

it('has the id of its write, in which nothing of the user is', () => {
  expect(eventOfLockout(write(), 'timeout', NOON).id).toBe('evt_1');
});

it('reports a change by an operator or a check where it locks or frees', () => {
  const change = (before: typeof blocked | typeof timedOut, ledger: typeof blocked | typeof timedOut) =>
    eventOfChange({ ...write(), ledger }, before, NOON)?.type;
  expect(change(EMPTY_LEDGER, blocked)).toBe('lockout.started');
  expect(change(blocked, EMPTY_LEDGER)).toBe('lockout.lifted');
  expect(change(timedOut, EMPTY_LEDGER)).toBe('lockout.lifted');
  expect(change(EMPTY_LEDGER, EMPTY_LEDGER)).toBeUndefined();
  expect(change(blocked, blocked)).toBeUndefined();
  const over = { ...timedOut, locked_until: minutesAfter(-1).getTime() };
  expect(change(over, EMPTY_LEDGER)).toBeUndefined();
});

describe('a freeze', () => {
  const FREEZE = { at: NOON.toISOString(), reason: 'repudiated', session_id: 'vs_1' } as const;
  const frozen = { ...EMPTY_LEDGER, frozen: FREEZE };
  const change = (before: LockoutLedger, ledger: LockoutLedger, subject: LockoutSubject = USER) =>
    eventOfChange({ ...write(), ledger, subject }, before, NOON);

  it('is reported with its reason and its session, and its end as a release', () => {
    const started = change(EMPTY_LEDGER, frozen);
    expect(started).toMatchObject({
      type: 'user.frozen',
      id: 'evt_1',
      tenant: TENANT,
      subject: 'ann',
      user_id: 'ann',
      session_id: 'vs_1',
      details: { reason: 'repudiated' },
    });
    const { session_id: _unknown, ...withoutSession } = FREEZE;
    expect(change(EMPTY_LEDGER, { ...EMPTY_LEDGER, frozen: withoutSession })).not.toHaveProperty(
      'session_id',
    );
    expect(change(frozen, EMPTY_LEDGER)).toMatchObject({ type: 'user.released', user_id: 'ann' });
  });

  it('is of a user, not of a device, and reported once', () => {
    expect(change(EMPTY_LEDGER, frozen, { kind: 'device', id: 'tv' })).toBeUndefined();
    expect(change(frozen, frozen)).toBeUndefined();
    expect(change(frozen, { ...frozen, failures: [{ at: 1, user_id: 'ann' }] })).toBeUndefined();
  });

  it('leaves the end of a lockout beside it a lift, and no new lockout', () => {
    expect(change({ ...timedOut, frozen: FREEZE }, frozen)?.type).toBe('lockout.lifted');
    expect(change({ ...blocked, frozen: FREEZE }, frozen)?.type).toBe('lockout.lifted');
    expect(change(frozen, { ...timedOut, frozen: FREEZE })?.type).toBe('lockout.started');
  });
});
