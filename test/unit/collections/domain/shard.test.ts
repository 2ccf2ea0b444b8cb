import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  missingShardKey,
  type ShardKey,
  shardKeyProblem,
  shardOf,
} from '../../../../lambda/collections/domain/shard.ts';

const HASH: ShardKey = { kind: 'hash' };
const LAST_DIGIT: ShardKey = { kind: 'last_digit' };
const COUNTRY: ShardKey = { kind: 'attribute', attribute: 'country' };
const aUser = (userId: string, attributes = {}) => ({ userId, attributes });
const userIds = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,128}$/);

describe('the shard of a user', () => {
  it('is one of the shards, and the same each time', () => {
    fc.assert(
      fc.property(userIds, fc.integer({ min: 1, max: 1000 }), (userId, shards) => {
        const shard = shardOf(HASH, shards, aUser(userId));
        expect(shard).toBeGreaterThanOrEqual(0);
        expect(shard).toBeLessThan(shards);
        expect(shardOf(HASH, shards, aUser(userId))).toBe(shard);
      }),
    );
  });

  it('is what it has always been', () => {
    const shards = ['user-1', 'user-2', 'a', '0', 'Zz_9.:-'].map((id) => shardOf(HASH, 16, aUser(id)));
    expect(shards).toMatchInlineSnapshot(`
      [
        2,
        4,
        1,
        3,
        15,
      ]
    `);
  });

  it('stays, or moves to the new shard, when a shard is added', () => {
    fc.assert(
      fc.property(userIds, fc.integer({ min: 1, max: 200 }), (userId, shards) => {
        const before = shardOf(HASH, shards, aUser(userId));
        expect([before, shards]).toContain(shardOf(HASH, shards + 1, aUser(userId)));
      }),
    );
  });

  it('moves one user in n+1 when the n+1st shard is added', () => {
    const users = Array.from({ length: 20_000 }, (_, number) => aUser(`user-${number}`));
    const moved = users.filter((user) => shardOf(HASH, 4, user) !== shardOf(HASH, 5, user)).length;
    expect(moved / users.length).toBeCloseTo(1 / 5, 1);
  });

  it('is spread evenly, within 5 % over a hundred thousand users', () => {
    const shards = 8;
    const users = 100_000;
    const counts = new Array<number>(shards).fill(0);
    for (let number = 0; number < users; number += 1) {
      const shard = shardOf(HASH, shards, aUser(`user-${number}`));
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count / (users / shards) - 1)).toBeLessThan(0.05);
  });

  it('follows the last digit of the id where that is the key', () => {
    expect(shardOf(LAST_DIGIT, 10, aUser('4711'))).toBe(1);
    expect(shardOf(LAST_DIGIT, 3, aUser('user-8'))).toBe(2);
  });

  it('is shared by users who share the attribute', () => {
    fc.assert(
      fc.property(userIds, userIds, fc.string({ minLength: 1 }), (one, other, country) => {
        const shard = shardOf(COUNTRY, 12, aUser(one, { country }));
        expect(shardOf(COUNTRY, 12, aUser(other, { country }))).toBe(shard);
        // values of the attribute are spread as ids are
        expect(shardOf(HASH, 12, aUser(country))).toBe(shard);
      }),
    );
  });

  it('refuses a user who lacks what the key reads, and says what', () => {
    expect(shardKeyProblem(LAST_DIGIT, aUser('ann'))).toContain('end with a digit');
    expect(shardKeyProblem(LAST_DIGIT, aUser('4711-ann'))).toContain('end with a digit');
    expect(shardKeyProblem(COUNTRY, aUser('ann'))).toContain('attributes.country');
    expect(shardKeyProblem(COUNTRY, aUser('ann', { country: 'de' }))).toBeUndefined();
    const generations = [{ shard_key: COUNTRY }, { shard_key: LAST_DIGIT }];
    expect(missingShardKey(generations, aUser('ann-1'))).toContain('attributes.country');
    expect(missingShardKey(generations, aUser('ann', { country: 'de' }))).toContain('end with a digit');
    expect(missingShardKey(generations, aUser('ann-1', { country: 'de' }))).toBeUndefined();
    expect(() => shardOf(COUNTRY, 2, aUser('ann'))).toThrow(RangeError);
  });
});
