import { describe, expect, it } from 'vitest';
import { countFailure, emitLockouts } from '../../../lambda/abuse/count-failure.ts';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const USER = { kind: 'user', id: 'user-1' } as const;
const DEVICE = { kind: 'device', id: 'phone-1' } as const;
const count = (ledgers: InMemoryLockouts) =>
  countFailure(TENANT, [USER, DEVICE], DEFAULT_POLICY.abuse, NOON, { ledgers });

describe('counting a failure', () => {
  it('adds it to the ledger of each subject, and writes nothing itself', async () => {
    const ledgers = new InMemoryLockouts();
    await ledgers.update(TENANT, DEVICE, () => ({ ...EMPTY_LEDGER, failures: [NOON.getTime() - 1] }));
    expect(await count(ledgers)).toEqual([
      { tenant: TENANT, subject: USER, revision: 0, ledger: { ...EMPTY_LEDGER, failures: [NOON.getTime()] } },
      {
        tenant: TENANT,
        subject: DEVICE,
        revision: 1,
        ledger: { ...EMPTY_LEDGER, failures: [NOON.getTime() - 1, NOON.getTime()] },
      },
    ]);
    expect((await ledgers.read(TENANT, USER)).failures).toEqual([]);
  });

  it('is refused as a whole where another writer came first to one of them', async () => {
    const ledgers = new InMemoryLockouts();
    const changes = await count(ledgers);
    await ledgers.update(TENANT, DEVICE, (ledger) => ledger);
    expect(ledgers.write(changes)).toBe(false);
    expect((await ledgers.read(TENANT, USER)).failures).toEqual([]);
    expect(ledgers.write(await count(ledgers))).toBe(true);
    expect((await ledgers.read(TENANT, USER)).failures).toEqual([NOON.getTime()]);
  });
});

describe('a written failure', () => {
  const counted = (subject: typeof USER | typeof DEVICE, ledger: Partial<typeof EMPTY_LEDGER>) => {
    const { emit, metrics } = recordedMetrics();
    emitLockouts([{ tenant: TENANT, subject, revision: 0, ledger: { ...EMPTY_LEDGER, ...ledger } }], emit);
    return metrics;
  };

  it('is counted where it locked a device, and how', () => {
    const lockedOut = (Step: string) => [{ name: 'DeviceLockedOut', value: 1, dimensions: { Step } }];
    expect(counted(DEVICE, { timeouts: 1 })).toEqual(lockedOut('timeout'));
    expect(counted(DEVICE, { timeouts: 4, blocked: true })).toEqual(lockedOut('block'));
  });

  it('is not counted where it locked nothing, or a user', () => {
    expect(counted(DEVICE, { failures: [1] })).toEqual([]);
    expect(counted(USER, { timeouts: 1 })).toEqual([]);
  });
});
