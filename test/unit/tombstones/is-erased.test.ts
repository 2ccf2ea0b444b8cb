import { describe, expect, it } from 'vitest';
import { isErased } from '../../../lambda/tombstones/is-erased.ts';
import { aListMapping, aMapping, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryTombstones } from '../../support/lambda/in-memory-tombstones.ts';

describe('a face', () => {
  const mapping = aMapping({ user_id: 'ann', created_at: NOON.toISOString() });
  const erasedAt = async (minutes: number) => {
    const tombstones = new InMemoryTombstones();
    await tombstones.erase(TENANT, 'ann', minutesAfter(minutes));
    return tombstones;
  };

  it('is erased once its user was, after it came', async () => {
    expect(await isErased(mapping, await erasedAt(1))).toBe(true);
    expect(await isErased(mapping, await erasedAt(-1))).toBe(false);
  });

  it('is not erased with another user, or another tenant', async () => {
    const tombstones = await erasedAt(1);
    expect(await isErased({ ...mapping, user_id: 'bob' }, tombstones)).toBe(false);
    expect(await isErased({ ...mapping, tenant: 'globex' }, tombstones)).toBe(false);
  });

  it('of an entry of a watchlist is of no user', async () => {
    expect(await isErased(aListMapping(), await erasedAt(1))).toBe(false);
  });
});
