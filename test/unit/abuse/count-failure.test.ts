import { describe, expect, it } from 'vitest';
import { countFailure, countFailureNow, emitLockouts } from '../../../lambda/abuse/count-failure.ts';
import { EMPTY_LEDGER, type LockoutStep } from '../../../lambda/abuse/domain/lockout.ts';
import type { FailingSession, FailureCause } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const USER = { kind: 'user', id: 'user-1' } as const;
const PAIR = { kind: 'user_device', id: 'user-1', device: 'phone-1' } as const;
const DEVICE = { kind: 'device', id: 'phone-1' } as const;
const at = (ms: number) => ({ at: NOON.getTime() + ms, user_id: 'user-1' });
const count = (
  ledgers: InMemoryLockouts,
  session: FailingSession = aSession(),
  cause: FailureCause = 'liveness_failed',
) => countFailure(session, cause, NOON, { ledgers, policy: DEFAULT_POLICY });

describe('counting a failure', () => {
  it('adds it to the ledger of each subject, and writes nothing itself', async () => {
    const ledgers = new InMemoryLockouts();
    await ledgers.update(TENANT, DEVICE, () => ({ ...EMPTY_LEDGER, failures: [at(-1)] }));
    const once = { ...EMPTY_LEDGER, failures: [at(0)] };
    expect(await count(ledgers)).toEqual([
      { tenant: TENANT, subject: USER, revision: 0, ledger: once },
      { tenant: TENANT, subject: PAIR, revision: 0, ledger: once },
      {
        tenant: TENANT,
        subject: DEVICE,
        revision: 1,
        ledger: { ...EMPTY_LEDGER, failures: [at(-1), at(0)] },
      },
    ]);
    expect((await ledgers.read(TENANT, USER)).failures).toEqual([]);
  });

  it('locks user and pair at the fifth, and the device only if a backend vouches for it', async () => {
    for (const device_vouched of [true, false]) {
      const ledgers = new InMemoryLockouts();
      for (const _failure of [1, 2, 3, 4, 5])
        ledgers.write(await count(ledgers, { ...aSession(), device_vouched }));
      const locked = async (subject: typeof USER | typeof PAIR | typeof DEVICE) =>
        (await ledgers.read(TENANT, subject)).timeouts === 1;
      expect([await locked(USER), await locked(PAIR), await locked(DEVICE)]).toEqual([
        true,
        true,
        device_vouched,
      ]);
    }
  });

  it('never blocks for a document that does not match', async () => {
    const ledgers = new InMemoryLockouts();
    await ledgers.update(TENANT, USER, () => ({ ...EMPTY_LEDGER, timeouts: 3 }));
    for (const _failure of [1, 2, 3, 4, 5])
      ledgers.write(await count(ledgers, aSession(), 'wrong_face_at_registration'));
    expect(await ledgers.read(TENANT, USER)).toMatchObject({ blocked: false, timeouts: 3 });
    for (const _failure of [1, 2, 3, 4, 5])
      ledgers.write(await count(ledgers, aSession(), 'wrong_face_at_login'));
    expect((await ledgers.read(TENANT, USER)).blocked).toBe(true);
  });

  it('is refused as a whole where another writer came first to one of them', async () => {
    const ledgers = new InMemoryLockouts();
    const changes = await count(ledgers);
    await ledgers.update(TENANT, DEVICE, (ledger) => ledger);
    expect(ledgers.write(changes)).toBe(false);
    expect((await ledgers.read(TENANT, USER)).failures).toEqual([]);
    expect(ledgers.write(await count(ledgers))).toBe(true);
    expect((await ledgers.read(TENANT, USER)).failures).toEqual([at(0)]);
  });
});

describe('counting a failure without a transition', () => {
  it('ends in the same ledgers, and counts the device that it locks', async () => {
    const [one, other] = [new InMemoryLockouts(), new InMemoryLockouts()];
    const { emit, metrics } = recordedMetrics();
    for (const _failure of [1, 2, 3, 4, 5]) {
      const now = { ledgers: one, policy: DEFAULT_POLICY, emit };
      await countFailureNow(aSession(), 'wrong_face_at_login', NOON, now);
      other.write(await count(other, aSession(), 'wrong_face_at_login'));
    }
    expect(one.ledgers).toEqual(other.ledgers);
    const Step = 'timeout';
    expect(metrics.filter(({ name }) => name === 'DeviceLockedOut')).toEqual([
      { name: 'DeviceLockedOut', value: 1, dimensions: { Step } },
    ]);
    expect(metrics).toContainEqual({ name: 'LockoutStarted', value: 1, dimensions: { Kind: 'user', Step } });
  });
});

describe('a written failure', () => {
  const counted = (subject: typeof USER | typeof DEVICE, step?: LockoutStep) => {
    const { emit, metrics } = recordedMetrics();
    emitLockouts([{ subject, step }], emit);
    return metrics;
  };

  it('is counted by what it locked, and how', () => {
    for (const Step of ['timeout', 'block'] as const) {
      expect(counted(DEVICE, Step)).toEqual([
        { name: 'LockoutStarted', value: 1, dimensions: { Kind: 'device', Step } },
        { name: 'DeviceLockedOut', value: 1, dimensions: { Step } },
      ]);
      expect(counted(USER, Step)).toEqual([
        { name: 'LockoutStarted', value: 1, dimensions: { Kind: 'user', Step } },
      ]);
    }
  });

  it('is not counted where it locked nothing', () => {
    expect(counted(DEVICE)).toEqual([]);
    expect(counted(USER)).toEqual([]);
  });

  it('says how it has locked', async () => {
    const ledgers = new InMemoryLockouts();
    const steps = [];
    for (let number = 1; number <= 20; number += 1) {
      const changes = await count(ledgers);
      ledgers.write(changes);
      steps.push(changes[0]?.step);
    }
    expect(steps.flatMap((step, index) => (step ? [[index + 1, step]] : []))).toEqual([
      [5, 'timeout'],
      [10, 'timeout'],
      [15, 'timeout'],
      [20, 'block'],
    ]);
  });
});
