import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { refuseLockedOut } from '../../../lambda/abuse/refuse-locked-out.ts';
import { aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';

describe('a locked subject', () => {
  let ledgers: InMemoryLockouts;
  beforeEach(() => {
    ledgers = new InMemoryLockouts();
  });
  const check = (session = aSession()) => refuseLockedOut(session, NOON, { ledgers });

  it.each(subjectsOf(aSession()))('is refused until its timeout ends: $kind', async (subject) => {
    const lock = (ms: number) =>
      ledgers.update(TENANT, subject, () => ({ ...EMPTY_LEDGER, locked_until: NOON.getTime() + ms }));
    await lock(90_000);
    await expect(check()).rejects.toMatchObject({
      code: 'liveness_locked_out',
      message: 'too many failed checks; try again in 90 seconds',
      extensions: { retry_after_seconds: 90 },
    });
    await lock(0);
    await expect(check()).resolves.toBeUndefined();
  });

  it('is refused for good once it is blocked, whatever else is locked', async () => {
    const [user, , device] = subjectsOf(aSession());
    if (!user || !device) throw new Error('a session has a user and a device');
    await ledgers.update(TENANT, user, () => ({ ...EMPTY_LEDGER, locked_until: NOON.getTime() + 9 }));
    await ledgers.update(TENANT, device, () => ({ ...EMPTY_LEDGER, blocked: true }));
    await expect(check()).rejects.toMatchObject({
      code: 'liveness_blocked',
      message: 'too many failed checks; offer the person another way to verify',
    });
  });

  it('is named by the longest of several timeouts', async () => {
    for (const [index, subject] of subjectsOf(aSession()).entries())
      await ledgers.update(TENANT, subject, () => ({
        ...EMPTY_LEDGER,
        locked_until: NOON.getTime() + (index === 1 ? 5000 : 1000),
      }));
    await expect(check()).rejects.toMatchObject({ extensions: { retry_after_seconds: 5 } });
  });

  it('concerns no other user and no other device', async () => {
    for (const subject of subjectsOf(aSession({ user_id: 'bob', device_id: 'other' })))
      await ledgers.update(TENANT, subject, () => ({ ...EMPTY_LEDGER, blocked: true }));
    await expect(check()).resolves.toBeUndefined();
  });
});
