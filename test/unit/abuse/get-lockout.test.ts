import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER, type LockoutLedger } from '../../../lambda/abuse/domain/lockout.ts';
import { getLockout } from '../../../lambda/abuse/get-lockout.ts';
import { anOperator, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';

const phone = { kind: 'device', id: 'phone-1' } as const;

async function lockoutOf(ledger: Partial<LockoutLedger>) {
  const lockouts = new InMemoryLockouts();
  await lockouts.update(TENANT, phone, () => ({ ...EMPTY_LEDGER, ...ledger }));
  return getLockout(anOperator(), phone, { lockouts, clock: () => NOON });
}

describe('the lockout of a user or device', () => {
  it('is open where no check has failed', async () => {
    const lockouts = new InMemoryLockouts();
    const lockout = await getLockout(anOperator(), phone, { lockouts, clock: () => NOON });
    expect(lockout).toEqual({ state: 'open', timeouts: 0, locked_until: null });
  });

  it('is open again from the moment on at which a timeout is over', async () => {
    const locked_until = NOON.getTime();
    expect(await lockoutOf({ timeouts: 1, locked_until })).toEqual({
      state: 'open',
      timeouts: 1,
      locked_until: null,
    });
  });

  it('says until when a timeout lasts', async () => {
    const locked_until = minutesAfter(1).getTime();
    expect(await lockoutOf({ timeouts: 2, locked_until })).toEqual({
      state: 'timed_out',
      timeouts: 2,
      locked_until: minutesAfter(1).toISOString(),
    });
  });

  it('has no end where it is a block, whatever timeout came before', async () => {
    const locked_until = minutesAfter(1).getTime();
    expect(await lockoutOf({ timeouts: 4, blocked: true, locked_until })).toEqual({
      state: 'blocked',
      timeouts: 4,
      locked_until: null,
    });
  });
});
