import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import type { LockoutLedgerStore } from '../../../lambda/abuse/ports/lockout-ledger.ts';
import { unique } from '../../support/lambda/unique.ts';

const at = (time: number) => ({ at: time, user_id: 'one' });

/** What every store of lockout ledgers must do. */
export function runLockoutLedgerContract(make: () => LockoutLedgerStore): void {
  describe('lockout ledger', () => {
    it('begins empty, and apart for each tenant, kind and id', async () => {
      const store = make();
      const tenant = unique('tenant');
      await store.update(tenant, { kind: 'device', id: 'one' }, (ledger) => ({
        ...ledger,
        failures: [at(1)],
      }));
      expect((await store.read(tenant, { kind: 'device', id: 'one' })).failures).toEqual([at(1)]);
      for (const subject of [{ kind: 'user', id: 'one' } as const, { kind: 'device', id: 'two' } as const])
        expect(await store.read(tenant, subject)).toMatchObject(EMPTY_LEDGER);
      expect(await store.read(unique('tenant'), { kind: 'device', id: 'one' })).toMatchObject(EMPTY_LEDGER);
    });

    it('loses no failure of two that are written at the same time', async () => {
      const store = make();
      const tenant = unique('tenant');
      const subject = { kind: 'user', id: 'one' } as const;
      await Promise.all(
        [1, 2, 3].map((time) =>
          store.update(tenant, subject, (ledger) => ({
            ...ledger,
            failures: [...ledger.failures, at(time)],
          })),
        ),
      );
      const { failures } = await store.read(tenant, subject);
      expect(failures.map((failure) => failure.at).sort()).toEqual([1, 2, 3]);
    });

    it('counts a user on each device apart, and lists these devices', async () => {
      const store = make();
      const tenant = unique('tenant');
      const on = (device: string) => ({ kind: 'user_device', id: 'one', device }) as const;
      for (const device of ['a', 'b'])
        await store.update(tenant, on(device), (ledger) => ({ ...ledger, timeouts: ledger.timeouts + 1 }));
      await store.update(tenant, { kind: 'user', id: 'one' }, (ledger) => ({ ...ledger, timeouts: 7 }));
      expect((await store.read(tenant, on('a'))).timeouts).toBe(1);
      expect([...(await store.devicesOf(tenant, 'one'))].sort()).toEqual(['a', 'b']);
      expect(await store.devicesOf(tenant, 'on')).toEqual([]);
    });

    it('keeps a block and a timeout', async () => {
      const store = make();
      const tenant = unique('tenant');
      const subject = { kind: 'user', id: 'one' } as const;
      const ledger = { failures: [], timeouts: 2, locked_until: 1234, blocked: false };
      await store.update(tenant, subject, () => ledger);
      expect(await store.read(tenant, subject)).toMatchObject(ledger);
      await store.update(tenant, subject, () => ({ failures: [], timeouts: 4, blocked: true }));
      expect((await store.read(tenant, subject)).blocked).toBe(true);
    });

    it('keeps that only a login ends a count, and forgets it', async () => {
      const store = make();
      const tenant = unique('tenant');
      const subject = { kind: 'user', id: 'one' } as const;
      const ledger = {
        failures: [at(1)],
        timeouts: 1,
        locked_until: 1234,
        blocked: false,
        until_success: true,
      };
      await store.update(tenant, subject, () => ledger);
      expect(await store.read(tenant, subject)).toMatchObject(ledger);
      await store.update(tenant, subject, () => EMPTY_LEDGER);
      expect((await store.read(tenant, subject)).until_success).toBeUndefined();
    });
  });
}
