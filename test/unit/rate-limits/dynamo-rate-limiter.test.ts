import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoRateLimiter } from '../../../lambda/rate-limits/adapters/dynamo-rate-limiter.ts';
import { quotasIn } from '../../../lambda/rate-limits/contract.ts';
import { RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';

describe('the shared limiter in DynamoDB', () => {
  let tables: DynamoTables;
  /** Moves on between tests, so that each has windows of its own. */
  let now = Date.parse('2026-03-01T12:00:00Z');
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());
  beforeEach(() => {
    now += 3_600_000;
  });

  /** Every process has one of its own, and all share the table. */
  const aLimiter = () =>
    createDynamoRateLimiter(tables.documents, tables.control, quotasIn('eu-west-1'), () => new Date(now));

  const waits = async (count: number, tenant: string, limiters = [aLimiter(), aLimiter(), aLimiter()]) =>
    (
      await Promise.all(
        Array.from({ length: count }, (_, index) =>
          limiters[index % limiters.length]?.reserve('IndexFaces', tenant, 1),
        ),
      )
    ).flatMap((answer) => answer?.waitMs ?? []);

  it('loses no permit and gives none twice, whoever reserves at once', async () => {
    const given = (await waits(60, 'acme')).sort((one, other) => one - other);
    expect(given).toHaveLength(60);
    // all but those of the window that had begun already have a moment of their own
    const ahead = given.filter((wait) => wait > 0);
    expect(new Set(ahead).size).toBe(ahead.length);
    for (const [index, wait] of ahead.entries()) {
      const gap = wait - (ahead[index - 1] ?? wait - 21);
      expect(gap).toBeGreaterThanOrEqual(20);
    }
  });

  it('lets a second tenant in beside one that floods', async () => {
    await waits(60, 'flood');
    const [wait] = await waits(1, 'newcomer');
    expect(wait).toBeLessThanOrEqual(1000);
  });

  it('counts permits that are reserved together', async () => {
    const limiter = aLimiter();
    const together = await limiter.reserve('IndexFaces', 'acme', 20);
    expect(together.waitMs).toBeGreaterThanOrEqual(200);
    expect(together.waitMs).toBeLessThanOrEqual(1000);
  });

  it('slows down for all processes once one was throttled, and recovers', async () => {
    const last = async () => Math.max(...(await waits(40, 'acme')));
    const before = await last();
    now += 60_000;
    await aLimiter().throttled('IndexFaces');
    await aLimiter().throttled('IndexFaces');
    const slowed = await last();
    expect(slowed).toBeGreaterThan(before * 1.1);
    now += 60_000;
    expect(await last()).toBeLessThan(slowed);
  });

  it('refuses to reserve further ahead than anybody should wait', async () => {
    const limiter = aLimiter();
    const rush = async () => {
      for (let asked = 0; asked < 110; asked += 1) await limiter.reserve('UserVectors', 'acme', 1);
    };
    await expect(rush()).rejects.toThrow(RateExhausted);
  });
});
