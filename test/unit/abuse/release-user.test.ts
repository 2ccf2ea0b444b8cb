import { expect, it } from 'vitest';
import { lockoutAt } from '../../../lambda/abuse/domain/lockout.ts';
import { freezeUser } from '../../../lambda/abuse/freeze-user.ts';
import { releaseUser } from '../../../lambda/abuse/release-user.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';

it('a release ends the freeze and leaves a lockout', async () => {
  const lockouts = new InMemoryLockouts();
  const user = { kind: 'user', id: 'user-1' } as const;
  expect(await releaseUser(TENANT, 'user-1', lockouts)).toBe(false);
  await freezeUser(TENANT, 'user-1', { at: NOON.toISOString(), reason: 'repudiated' }, lockouts);
  expect(await releaseUser(TENANT, 'user-1', lockouts)).toBe(true);
  expect(lockoutAt(await lockouts.read(TENANT, user), NOON)).toEqual({ locked: false });
  await lockouts.update(TENANT, user, (ledger) => ({ ...ledger, blocked: true }));
  await freezeUser(TENANT, 'user-1', { at: NOON.toISOString(), reason: 'repudiated' }, lockouts);
  await releaseUser(TENANT, 'user-1', lockouts);
  expect((await lockouts.read(TENANT, user)).blocked).toBe(true);
});
