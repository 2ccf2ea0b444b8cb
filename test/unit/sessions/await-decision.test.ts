import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awaitDecision, READ_INTERVAL_MS } from '../../../lambda/sessions/await-decision.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aCaller, aSession, NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const MAX_SECONDS = 5;

/** A session that is decided after some time, on a clock that only waiting moves. */
function aDecisionAfter(
  decidedAfterMs: number,
  { free = true, maxSeconds = MAX_SECONDS, status = 'processing' as VerificationSession['status'] } = {},
) {
  let elapsed = 0;
  const reads: number[] = [];
  const slots = { taken: 0, released: 0, until: [] as Date[] };
  const { emit, metrics } = recordedMetrics();
  const session = () =>
    elapsed < decidedAfterMs
      ? aSession({ status })
      : aSession({
          status: 'approved',
          decision: {
            outcome: 'approved',
            reason_codes: [],
            decided_by: 'policy',
            policy_version: '1',
            decided_at: NOON.toISOString(),
          },
        });
  const dependencies = {
    sessions: {
      get: async () => {
        reads.push(elapsed);
        return session();
      },
    },
    slots: {
      take: async (tenant: string, until: Date) => {
        if (!free) return undefined;
        slots.taken += 1;
        slots.until.push(until);
        return { tenant, place: 0, holder: 'call-1' };
      },
      release: async () => {
        slots.released += 1;
      },
    },
    longPoll: { maxSeconds, slots: 1 },
    clock: () => new Date(NOON.getTime() + elapsed),
    wait: async (milliseconds: number) => {
      elapsed += milliseconds;
    },
    emit,
  };
  return {
    ask: (seconds?: number) => awaitDecision(aCaller(), 'vs_1', seconds, dependencies),
    dependencies,
    reads,
    slots,
    elapsed: () => elapsed,
    results: () => metrics.map(({ dimensions }) => dimensions.Result),
  };
}

describe('a call that waits for a decision', () => {
  it('reads the session four times per second until it is decided', async () => {
    const decision = aDecisionAfter(600);
    const { view, retryAfterSeconds } = await decision.ask(5);
    expect(view.status).toBe('approved');
    expect(retryAfterSeconds).toBeUndefined();
    expect(decision.reads).toEqual([0, 250, 500, 750]);
    expect(decision.results()).toEqual(['decided']);
  });

  it.each([
    ['requires_input', 'a session that waits for the person'],
    ['in_review', 'one that waits for a reviewer'],
    ['canceled', 'one that has ended'],
  ] as const)('is answered at once while a session is %s: %s', async (status, _what) => {
    const decision = aDecisionAfter(Number.POSITIVE_INFINITY, { status });
    expect(await decision.ask(5)).toEqual({ view: expect.objectContaining({ status }) });
    expect(decision.reads).toEqual([0]);
    expect(decision.slots.taken).toBe(0);
    expect(decision.results()).toEqual([]);
  });

  it('is answered when its time is over, and may ask again at once', async () => {
    const decision = aDecisionAfter(60_000);
    expect(await decision.ask(2)).toEqual({ view: expect.objectContaining({ status: 'processing' }) });
    expect(decision.elapsed()).toBe(2000);
    expect(decision.results()).toEqual(['undecided']);
  });

  it.each([undefined, 6])("waits as long as the deployment's maximum for %s seconds", async (seconds) => {
    const decision = aDecisionAfter(60_000);
    await decision.ask(seconds);
    expect(decision.elapsed()).toBe(MAX_SECONDS * 1000);
    expect(decision.slots.until).toEqual([new Date(NOON.getTime() + MAX_SECONDS * 1000)]);
  });

  it.each([
    ['no place is free', { free: false }, 5],
    ['waiting is turned off', { maxSeconds: 0 }, 5],
    ['it asks for no wait', {}, 0],
  ] as const)('is answered at once, with the time to ask again, where %s', async (_, options, seconds) => {
    const decision = aDecisionAfter(600, options);
    expect(await decision.ask(seconds)).toEqual({
      view: expect.objectContaining({ status: 'processing' }),
      retryAfterSeconds: 1,
    });
    expect(decision.reads).toEqual([0]);
    expect(decision.results()).toEqual(['not_waited']);
  });

  it('gives its place back, whatever ends its wait', async () => {
    const failing = aDecisionAfter(60_000);
    const { sessions } = failing.dependencies;
    const { get } = sessions;
    sessions.get = () =>
      failing.elapsed() > 500 ? Promise.reject(new Error('the table does not answer')) : get();
    await expect(failing.ask(5)).rejects.toThrow('the table does not answer');
    expect(failing.slots).toMatchObject({ taken: 1, released: 1 });
  });

  it('never waits longer than it may, and sees a decision within one interval', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(8000), fc.nat(6), async (decidedAfterMs, seconds) => {
        const decision = aDecisionAfter(decidedAfterMs);
        const { view } = await decision.ask(seconds);
        const allowed = Math.min(seconds, MAX_SECONDS) * 1000;
        expect(decision.elapsed()).toBeLessThanOrEqual(Math.min(allowed, decidedAfterMs + READ_INTERVAL_MS));
        expect(view.status).toBe(decidedAfterMs <= allowed ? 'approved' : 'processing');
        expect(decision.slots.released).toBe(decision.slots.taken);
      }),
    );
  });
});

it('refuses whoever may not know of the session, before it waits', async () => {
  const { dependencies, slots } = aDecisionAfter(600);
  const asked = awaitDecision(aCaller(['self'], 'user-2'), 'vs_1', 5, dependencies);
  await expect(asked).rejects.toMatchObject({ code: 'not_found' });
  expect(slots.taken).toBe(0);
});
