import { DynamoDBDocumentClient, GetCommand, type UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, CallerScope } from '../../../lambda/kernel/caller.ts';
import { createDynamoCallLimiter } from '../../../lambda/rate-limits/adapters/dynamo-call-limiter.ts';
import type { CallLimits } from '../../../lambda/rate-limits/contract.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { unique } from '../../support/lambda/unique.ts';

const LIMITS: CallLimits = {
  tenant: { perSecond: 50, burst: 20 },
  person: { perSecond: 5, burst: 5 },
  backend: { perSecond: 40, burst: 15 },
  operator: { perSecond: 10, burst: 8 },
};

describe('the limits of calls in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  /** A limiter as one process has it, and what it has sent. */
  function aProcess(clock: { now: number }, limits = LIMITS, slowMs = 0) {
    const { emit, metrics } = recordedMetrics();
    const sent: UpdateCommand[] = [];
    const failures: unknown[] = [];
    const client = DynamoDBDocumentClient.from(tables.client);
    const send = client.send.bind(client);
    client.send = ((command: UpdateCommand) => {
      sent.push(command);
      // time passes between the reading of a clock and the write
      clock.now += slowMs;
      return send(command);
    }) as typeof client.send;
    const at = () => new Date(NOON.getTime() + clock.now);
    return {
      ...createDynamoCallLimiter(client, tables.control, limits, at, emit, failures.push.bind(failures)),
      sent,
      metrics,
    };
  }
  const callerOf = (tenant: string, subject: string, scopes: readonly CallerScope[] = ['self']): Caller => ({
    tenant,
    subject,
    scopes,
  });

  it('grant the burst of a caller at one write per call, then refuse it without any', async () => {
    const clock = { now: 0 };
    const limiter = aProcess(clock);
    const sam = callerOf(unique('tenant'), 'sam');
    for (let call = 1; call <= LIMITS.person.burst; call += 1) {
      expect(await limiter.take(sam)).toEqual({ granted: true });
      expect(limiter.sent).toHaveLength(call);
    }
    expect(await limiter.take(sam)).toEqual({ granted: false, limit: 'subject', waitMs: 200 });
    expect(limiter.sent).toHaveLength(LIMITS.person.burst);
    expect(limiter.metrics).toEqual([{ name: 'CallRefused', value: 1, dimensions: { Limit: 'subject' } }]);
    clock.now = 200;
    expect(await limiter.take(sam)).toEqual({ granted: true });
    expect(await limiter.take(sam)).toMatchObject({ granted: false });
  });

  it('of one caller leave those of others, and of other tenants, alone', async () => {
    const limiter = aProcess({ now: 0 });
    const tenant = unique('tenant');
    for (let call = 0; call < 30; call += 1) await limiter.take(callerOf(tenant, 'sam'));
    expect(await limiter.take(callerOf(tenant, 'ann'))).toEqual({ granted: true });
    expect(await limiter.take(callerOf(unique('tenant'), 'sam'))).toEqual({ granted: true });
  });

  it('of a tenant hold all its callers together, and no refused call counts', async () => {
    const limiter = aProcess({ now: 0 });
    const tenant = unique('tenant');
    const granted = [];
    for (let call = 0; call < 40; call += 1)
      granted.push((await limiter.take(callerOf(tenant, `user-${call}`))).granted);
    expect(granted.filter(Boolean)).toHaveLength(LIMITS.tenant.burst);
    expect(await limiter.take(callerOf(tenant, 'late'))).toEqual({
      granted: false,
      limit: 'tenant',
      waitMs: 20,
    });
    expect(await limiter.take(callerOf(unique('tenant'), 'late'))).toEqual({ granted: true });
  });

  it('differ by the kind of the caller', async () => {
    const burstOf = async (scopes: readonly CallerScope[]) => {
      const limiter = aProcess({ now: 0 });
      const caller = callerOf(unique('tenant'), 'caller', scopes);
      let granted = 0;
      while ((await limiter.take(caller)).granted) granted += 1;
      return granted;
    };
    expect(await burstOf(['self'])).toBe(LIMITS.person.burst);
    expect(await burstOf(['self', 'operate'])).toBe(LIMITS.operator.burst);
    expect(await burstOf(['manage'])).toBe(LIMITS.backend.burst);
  });

  it('are shared by processes, which learn from a failed write what the others took', async () => {
    const clock = { now: 0 };
    const processes = [aProcess(clock), aProcess(clock), aProcess(clock)];
    const sam = callerOf(unique('tenant'), 'sam');
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, call) => processes[call % 3]?.take(sam)),
    );
    expect(answers.filter((answer) => answer?.granted)).toHaveLength(LIMITS.person.burst);
    expect(
      processes.flatMap(({ metrics }) => metrics).filter(({ name }) => name === 'CallLimitSkipped'),
    ).toEqual([]);
  });

  it('grant no more than burst and rate over any time, from any process, to any caller', async () => {
    const steps = fc.array(
      fc.record({
        pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
        process: fc.integer({ min: 0, max: 2 }),
        subject: fc.constantFrom('ann', 'bob', 'cid', 'dan', 'eve'),
      }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (calls) => {
        const clock = { now: 0 };
        const processes = [aProcess(clock), aProcess(clock), aProcess(clock)];
        const tenant = unique('tenant');
        const granted: { at: number; subject: string }[] = [];
        for (const { pause, process, subject } of calls) {
          clock.now += pause;
          const answer = await processes[process]?.take(callerOf(tenant, subject));
          if (answer?.granted) granted.push({ at: clock.now, subject });
        }
        for (const [index, { at, subject }] of granted.entries()) {
          const since = granted.slice(index);
          for (const later of since) {
            const until = since.filter((one) => one.at <= later.at);
            const seconds = (later.at - at) / 1000;
            expect(until.length).toBeLessThanOrEqual(LIMITS.tenant.burst + LIMITS.tenant.perSecond * seconds);
            expect(until.filter((one) => one.subject === subject).length).toBeLessThanOrEqual(
              LIMITS.person.burst + LIMITS.person.perSecond * seconds,
            );
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keep only callers of the last seconds in a row', async () => {
    const clock = { now: 0 };
    const limiter = aProcess(clock);
    const tenant = unique('tenant');
    for (let call = 0; call < 60; call += 1) {
      clock.now += 100;
      await limiter.take(callerOf(tenant, `user-${call}`));
    }
    const { Item = {} } = await tables.documents.send(
      new GetCommand({ TableName: tables.control, Key: { pk: `${tenant}#callers#0`, sk: 'buckets' } }),
    );
    expect(Object.keys(Item).filter((name) => name.startsWith('subject#')).length).toBeLessThan(5);
    expect(limiter.sent).toHaveLength(60);
    expect(Item.expires_at_epoch_seconds).toBe(Math.floor((NOON.getTime() + 6_000) / 1000) + 3600);
  });

  it('of a large tenant are spread over rows: people by their name, a backend in turns', async () => {
    const limits = {
      ...LIMITS,
      tenant: { perSecond: 400, burst: 80 },
      backend: { perSecond: 400, burst: 80 },
    };
    const limiter = aProcess({ now: 0 }, limits);
    const tenant = unique('tenant');
    const lanesSent = () => new Set(limiter.sent.map(({ input }) => input.Key?.pk));
    let granted = 0;
    for (let call = 0; call < 100; call += 1)
      if ((await limiter.take(callerOf(tenant, 'backend', ['manage']))).granted) granted += 1;
    expect(granted).toBe(80);
    expect(lanesSent().size).toBe(4);
    limiter.sent.length = 0;
    const other = unique('tenant');
    for (let call = 0; call < 4; call += 1) await limiter.take(callerOf(other, 'sam'));
    expect(lanesSent().size).toBe(1);
  });

  it('are kept where several processes call as fast as buckets fill, however slow a write is', async () => {
    const limits: CallLimits = {
      ...LIMITS,
      tenant: { perSecond: 80, burst: 160 },
      person: { perSecond: 80, burst: 160 },
    };
    for (const slowMs of [2, 5, 8]) {
      const clock = { now: 0 };
      const processes = Array.from({ length: 12 }, () => aProcess(clock, limits, slowMs));
      const tenant = unique('tenant');
      for (let round = 0; round < 4; round += 1)
        await Promise.all(processes.map((limiter) => limiter.take(callerOf(tenant, 'sam'))));
      const skipped = processes.flatMap(({ metrics }) =>
        metrics.filter(({ name }) => name === 'CallLimitSkipped'),
      );
      expect(skipped, `${slowMs} ms`).toEqual([]);
    }
  });

  it('that cannot be written are skipped, and that is counted', async () => {
    const { emit, metrics } = recordedMetrics();
    const failures: unknown[] = [];
    const failing = { send: async () => Promise.reject(new Error('throttled')) };
    const limiter = createDynamoCallLimiter(
      failing as unknown as DynamoDBDocumentClient,
      tables.control,
      LIMITS,
      () => NOON,
      emit,
      (error) => failures.push(error),
    );
    expect(await limiter.take(callerOf('acme', 'sam'))).toEqual({ granted: true });
    expect(metrics).toEqual([{ name: 'CallLimitSkipped', value: 1, dimensions: {} }]);
    expect(failures).toEqual([new Error('throttled')]);
  });
});
