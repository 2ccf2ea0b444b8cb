import { expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { liftLockout, type PublicSubject } from '../../../lambda/abuse/lift-lockout.ts';
import { anOperator, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

/** Lifts a lockout. @returns what was counted */
async function lift(subject: PublicSubject, lockouts: InMemoryLockouts) {
  const { emit, metrics } = recordedMetrics();
  await liftLockout(anOperator(), subject, { lockouts, clock: () => NOON, emit });
  return metrics;
}

const phone: PublicSubject = { kind: 'device', id: 'one' };

it('lifts the lockout of one subject of one tenant, and no other', async () => {
  const lockouts = new InMemoryLockouts();
  const blocked = { failures: [{ at: 1, user_id: 'one' }], timeouts: 3, blocked: true };
  const others = [
    [TENANT, { kind: 'user', id: 'one' }],
    [TENANT, { kind: 'device', id: 'two' }],
    ['other', phone],
  ] as const;
  for (const [tenant, subject] of [[TENANT, phone] as const, ...others])
    await lockouts.update(tenant, subject, () => blocked);
  expect(await lift(phone, lockouts)).toEqual([
    { name: 'LockoutLifted', value: 1, dimensions: { Kind: 'device' } },
  ]);
  // what is stored, and not what stands for a row that is missing
  expect(lockouts.ledgers.get(`${TENANT}#device#one`)).toMatchObject(EMPTY_LEDGER);
  for (const [tenant, subject] of others) expect(await lockouts.read(tenant, subject)).toMatchObject(blocked);
});

it('changes nothing where nothing is locked', async () => {
  const lockouts = new InMemoryLockouts();
  expect(await lift(phone, lockouts)).toEqual([]);
  expect(await lockouts.read(TENANT, phone)).toMatchObject(EMPTY_LEDGER);
});

it("lifts a user's lockout on every device", async () => {
  const lockouts = new InMemoryLockouts();
  const blocked = { failures: [], timeouts: 3, blocked: true };
  const on = (id: string) => ({ kind: 'user_device', id, device: 'phone' }) as const;
  for (const id of ['ann', 'bob']) await lockouts.update(TENANT, on(id), () => blocked);
  expect(await lift({ kind: 'user', id: 'ann' }, lockouts)).toHaveLength(1);
  expect((await lockouts.read(TENANT, on('ann'))).blocked).toBe(false);
  expect((await lockouts.read(TENANT, on('bob'))).blocked).toBe(true);
});
