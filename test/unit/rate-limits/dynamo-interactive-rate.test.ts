import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDynamoInteractiveRate } from '../../../lambda/rate-limits/adapters/dynamo-interactive-rate.ts';
import { createDynamoRateLimiter } from '../../../lambda/rate-limits/adapters/dynamo-rate-limiter.ts';
import { quotasIn } from '../../../lambda/rate-limits/contract.ts';
import { RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';

/** Of 50 per second, less the headroom. */
const PERMITS = 10;
const WINDOW_MS = (PERMITS * 1000) / 49.5;
/** The first millisecond of the next window. */
const nextWindow = (now: number) => Math.ceil((Math.floor(now / WINDOW_MS) + 1) * WINDOW_MS);

describe('interactive permits in DynamoDB', () => {
  let tables: DynamoTables;
  /** Moves on between tests, so that each has windows of its own. */
  let now = Date.parse('2026-03-01T12:00:00Z');
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());
  beforeEach(() => {
    now = nextWindow(now + 3_600_000);
  });

  const quotas = quotasIn('eu-west-1');
  const aRate = () =>
    createDynamoInteractiveRate(tables.documents, tables.control, quotas, () => new Date(now));
  const aLimiter = () =>
    createDynamoRateLimiter(tables.documents, tables.control, quotas, () => new Date(now));
  const take = async (permits = 1, rate = aRate(), longestWaitMs = 5_000) =>
    (await rate.take('IndexFaces', permits, longestWaitMs, new AbortController().signal)).waitMs;
  const reserve = async (count: number, limiter = aLimiter()) => {
    const waits: number[] = [];
    for (let asked = 0; asked < count; asked += 1)
      waits.push((await limiter.reserve('IndexFaces', 'acme', 1)).waitMs);
    return waits;
  };

  it('are granted at once beside a bulk job that has reserved seconds ahead', async () => {
    const bulk = await reserve(60);
    expect(bulk.at(-1)).toBeGreaterThan(1_000);
    for (let asked = 0; asked < PERMITS; asked += 1) expect(await take()).toBe(0);
  });

  it('wait for the next window once they alone have used the present one', async () => {
    const [one, other] = [aRate(), aRate()];
    for (let asked = 0; asked < PERMITS; asked += 1)
      expect(await take(1, asked % 2 === 0 ? one : other)).toBe(0);
    const waitMs = await take();
    expect(waitMs).toBeGreaterThan(WINDOW_MS - 2);
    expect(waitMs).toBeLessThanOrEqual(Math.ceil(WINDOW_MS));
  });

  it('are each one write, also where bulk calls have filled the window', async () => {
    await reserve(20);
    const send = vi.spyOn(DynamoDBDocumentClient.prototype, 'send');
    await take();
    expect(send.mock.calls.map(([command]) => command.constructor)).toEqual([UpdateCommand]);
    send.mockRestore();
  });

  it('loses none and gives none twice, whoever takes at once', async () => {
    const waits = await Promise.all(Array.from({ length: 3 * PERMITS }, () => take()));
    const windows = waits.map((wait) => Math.round(wait / WINDOW_MS)).sort();
    expect(windows).toEqual([0, 1, 2].flatMap((window) => Array.from({ length: PERMITS }, () => window)));
  });

  it('are spread over windows where a search has more shards than one holds', async () => {
    await take(4);
    expect(Math.round((await take(16)) / WINDOW_MS)).toBe(1);
    expect(await take(1)).toBeGreaterThan(WINDOW_MS);
  });

  it('begin in time, however many shards follow', async () => {
    expect(await take(1_000)).toBeLessThanOrEqual(5_000);
    await expect(take(1)).rejects.toThrow(RateExhausted);
  });

  it('refuses to wait where another region can take the call at once', async () => {
    for (let asked = 0; asked < PERMITS; asked += 1) expect(await take(1, aRate(), 0)).toBe(0);
    await expect(take(1, aRate(), 0)).rejects.toThrow(RateExhausted);
  });

  it('are left free by bulk calls, which see those of the window and of the last second', async () => {
    for (let window = 0; window < 5; window += 1) {
      await take(6);
      now = nextWindow(now);
    }
    await take(2);
    const waits = await reserve(8);
    const inWindow = (first: number) =>
      waits.filter((wait) => wait >= first * WINDOW_MS - 20 && wait < (first + 1) * WINDOW_MS - 20).length;
    // four of ten permits are left of each window
    expect([inWindow(0), inWindow(1)]).toEqual([4, 4]);
    now = nextWindow(now + 60_000);
    const later = await reserve(PERMITS);
    expect(Math.max(...later)).toBeLessThan(WINDOW_MS);
  });

  it('take from a window that bulk calls find next, and leave it exact', async () => {
    await take(7);
    const waits = await reserve(4);
    expect(waits.filter((wait) => wait < WINDOW_MS - 20)).toHaveLength(3);
  });
});
