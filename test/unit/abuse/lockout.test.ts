import { expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { getLockout } from '../../../lambda/abuse/get-lockout.ts';
import { liftLockout } from '../../../lambda/abuse/lift-lockout.ts';
import type { LockoutSubject } from '../../../lambda/abuse/ports/lockout-ledger.ts';
import { anOperator } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';

const NOW = new Date('2026-03-02T12:00:00.000Z');
const phone: LockoutSubject = { kind: 'device', id: 'phone-1' };

function aHelpDesk() {
  const lockouts = new InMemoryLockouts();
  const caller = anOperator();
  const see = (subject = phone, who = caller) => getLockout(who, subject, { lockouts, clock: () => NOW });
  return { lockouts, caller, see };
}

it('finds open who never failed, and who failed long ago', async () => {
  const { lockouts, caller, see } = aHelpDesk();
  expect(await see()).toEqual({ state: 'open', timeouts: 0, locked_until: null });
  await lockouts.update(caller.tenant, phone, () => ({
    ...EMPTY_LEDGER,
    timeouts: 1,
    locked_until: NOW.getTime() - 1,
  }));
  expect(await see()).toEqual({ state: 'open', timeouts: 1, locked_until: null });
});

it('says until when a timeout lasts, and that a block has no end', async () => {
  const { lockouts, caller, see } = aHelpDesk();
  await lockouts.update(caller.tenant, phone, () => ({
    ...EMPTY_LEDGER,
    timeouts: 2,
    locked_until: NOW.getTime() + 60_000,
  }));
  expect(await see()).toEqual({
    state: 'timed_out',
    timeouts: 2,
    locked_until: '2026-03-02T12:01:00.000Z',
  });
  await lockouts.update(caller.tenant, phone, (ledger) => ({ ...ledger, blocked: true }));
  expect(await see()).toEqual({ state: 'blocked', timeouts: 2, locked_until: null });
});

it('lifts the lockout of one subject of one tenant, and no other', async () => {
  const { lockouts, caller, see } = aHelpDesk();
  const user: LockoutSubject = { kind: 'user', id: phone.id };
  const elsewhere = { ...caller, tenant: 'other' };
  const blocked = () => ({ ...EMPTY_LEDGER, timeouts: 3, blocked: true });
  await lockouts.update(caller.tenant, phone, blocked);
  await lockouts.update(caller.tenant, user, blocked);
  await lockouts.update(elsewhere.tenant, phone, blocked);
  await liftLockout(caller, phone, lockouts);
  expect(await see()).toEqual({ state: 'open', timeouts: 0, locked_until: null });
  expect(await see(user)).toMatchObject({ state: 'blocked' });
  expect(await see(phone, elsewhere)).toMatchObject({ state: 'blocked' });
});
