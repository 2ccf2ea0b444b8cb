import { describe, expect, it } from 'vitest';
import { countSuccess } from '../../../lambda/abuse/count-success.ts';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { ABUSE_PRESETS, type AbusePolicy } from '../../../lambda/kernel/abuse-policy.ts';
import { aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';

const failureOf = (user_id: string) => ({ at: NOON.getTime() - 1, user_id });
const succeed = (ledgers: InMemoryLockouts, abuse: AbusePolicy) =>
  countSuccess(aSession(), NOON, { ledgers, policy: { abuse } });

async function someFailures() {
  const ledgers = new InMemoryLockouts();
  for (const subject of subjectsOf(aSession()))
    await ledgers.update(TENANT, subject, () => ({
      ...EMPTY_LEDGER,
      failures: [failureOf('user-1'), ...(subject.kind === 'device' ? [failureOf('bob')] : [])],
    }));
  return ledgers;
}

describe('a login', () => {
  it('ends the count of its user, and leaves that of others on the device', async () => {
    const ledgers = await someFailures();
    const changes = await succeed(ledgers, ABUSE_PRESETS['nist-63b']);
    expect(changes.map(({ ledger }) => ledger)).toEqual([
      EMPTY_LEDGER,
      EMPTY_LEDGER,
      { ...EMPTY_LEDGER, failures: [failureOf('bob')] },
    ]);
    expect(ledgers.write(changes)).toBe(true);
    expect(await succeed(ledgers, ABUSE_PRESETS['nist-63b'])).toEqual([]);
  });

  it('changes no window, and reads none', async () => {
    const ledgers = await someFailures();
    ledgers.read = () => Promise.reject(new Error('not to be read'));
    expect(await succeed(ledgers, ABUSE_PRESETS['aws-whitepaper-2024'])).toEqual([]);
  });
});
