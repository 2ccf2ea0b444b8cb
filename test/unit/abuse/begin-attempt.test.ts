import { describe, expect, it } from 'vitest';
import { beginAttempt } from '../../../lambda/abuse/begin-attempt.ts';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { ABUSE_PRESETS, type AbusePolicy } from '../../../lambda/kernel/abuse-policy.ts';
import { aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';

const waiting = { ...EMPTY_LEDGER, timeouts: 1, until_success: true, locked_until: NOON.getTime() };
const begin = (ledgers: InMemoryLockouts, abuse: AbusePolicy = ABUSE_PRESETS['nist-63b']) =>
  beginAttempt(aSession(), NOON, { ledgers, policy: { abuse } });

async function someWaiting(subjects = subjectsOf(aSession())) {
  const ledgers = new InMemoryLockouts();
  for (const subject of subjects) await ledgers.update(TENANT, subject, () => waiting);
  return ledgers;
}

describe('beginning an attempt', () => {
  it('changes nothing for people who wait for nothing', async () => {
    expect(await begin(new InMemoryLockouts())).toEqual([]);
    expect(await begin(await someWaiting(), ABUSE_PRESETS['aws-whitepaper-2024'])).toEqual([]);
  });

  it('takes the turn of those who wait, so that of several at once one is written', async () => {
    const ledgers = await someWaiting();
    const [one, other] = await Promise.all([begin(ledgers), begin(ledgers)]);
    expect(one.map(({ subject }) => subject)).toEqual(subjectsOf(aSession()));
    expect(one[0]?.ledger).toEqual({ ...waiting, locked_until: NOON.getTime() + 30_000 });
    expect([ledgers.write(one), ledgers.write(other)]).toEqual([true, false]);
    await expect(begin(ledgers)).rejects.toMatchObject({
      code: 'liveness_locked_out',
      extensions: { retry_after_seconds: 30 },
    });
  });

  it('refuses who is blocked', async () => {
    const ledgers = new InMemoryLockouts();
    await ledgers.update(TENANT, { kind: 'device', id: 'phone-1' }, () => ({
      ...EMPTY_LEDGER,
      blocked: true,
    }));
    await expect(begin(ledgers)).rejects.toMatchObject({ code: 'liveness_blocked' });
  });
});
