import { describe, expect, it } from 'vitest';
import { recordFailure, recordSuccess } from '../../../lambda/abuse/domain/lockout.ts';
import { freezeUser } from '../../../lambda/abuse/freeze-user.ts';
import { liftLockout } from '../../../lambda/abuse/lift-lockout.ts';
import { refuseLockedOut } from '../../../lambda/abuse/refuse-locked-out.ts';
import { ABUSE_PRESETS } from '../../../lambda/kernel/abuse-policy.ts';
import { anOperator, aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const FREEZE = { at: NOON.toISOString(), reason: 'repudiated', session_id: 'vs_1' } as const;
const USER = { kind: 'user', id: 'user-1' } as const;

describe('a frozen user', () => {
  it('is refused on every device as one who is blocked, and by nothing that differs from it', async () => {
    const lockouts = new InMemoryLockouts();
    expect(await freezeUser(TENANT, 'user-1', FREEZE, lockouts)).toBe(true);
    for (const device_id of [undefined, 'phone-1'])
      await expect(
        refuseLockedOut({ ...aSession(), device_id }, minutesAfter(100_000), { ledgers: lockouts }),
      ).rejects.toMatchObject({ code: 'liveness_blocked' });
  });

  it('stays frozen, for the first reason, whatever else happens', async () => {
    const lockouts = new InMemoryLockouts();
    await freezeUser(TENANT, 'user-1', FREEZE, lockouts);
    const later = { ...FREEZE, at: minutesAfter(5).toISOString(), session_id: 'vs_2' };
    expect(await freezeUser(TENANT, 'user-1', later, lockouts)).toBe(false);
    const { emit, metrics } = recordedMetrics();
    await liftLockout(anOperator(), USER, { lockouts, clock: () => NOON, emit });
    expect(metrics).toEqual([]);
    for (const preset of Object.values(ABUSE_PRESETS)) {
      let ledger = await lockouts.update(TENANT, USER, (before) => before);
      for (let failure = 0; failure < 12; failure += 1)
        ledger = recordFailure(ledger, 'user-1', preset, { minUsers: 1, mayBlock: true }, NOON);
      expect(recordSuccess(ledger, 'user-1', preset, NOON).frozen).toEqual(FREEZE);
    }
    expect((await lockouts.read(TENANT, USER)).frozen).toEqual(FREEZE);
  });
});
