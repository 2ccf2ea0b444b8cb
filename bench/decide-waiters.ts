import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { oneByOne, percentile } from './decide-runs.ts';
import type { DecideWorld, ReadySession } from './decide-world.ts';

interface WaitingCalls {
  readonly calls: number;
  /** Calls that were answered at once, with the time to ask again. */
  readonly not_waited: number;
  /** Answers other than 200; must be 0. */
  readonly refused: number;
}

/** How long decisions take while clients wait for others. */
export interface WaitersFigures extends WaitingCalls {
  readonly waiters: number;
  readonly p95_ms_without: number;
  readonly p95_ms: number;
  readonly p95_ratio: number;
}

const REGISTRATIONS = 12;

/**
 * Compares registrations without and with waiting clients, at steady latencies: of a few draws from a long
 * tail the slowest differ more than waiting clients could explain.
 */
export async function measureWaiters(
  world: DecideWorld,
  waiters: number,
  newRegistration: () => Promise<ReadySession>,
): Promise<WaitersFigures> {
  await world.setLatency('steady');
  const p95 = async () => {
    const decided = await oneByOne(world, REGISTRATIONS, newRegistration);
    return percentile(
      decided.map(({ ms }) => ms),
      95,
    );
  };
  const without = await p95();
  const undecided = await newRegistration();
  await world.holdProcessing(undecided);
  const end = startWaiters(world, undecided.path, waiters);
  const beside = await p95();
  const calls = await end();
  return {
    ...calls,
    waiters,
    p95_ms_without: Math.round(without),
    p95_ms: Math.round(beside),
    p95_ratio: Number((beside / without).toFixed(2)),
  };
}

/**
 * Clients that wait for a decision that does not come, as an app does: each calls again at once after a wait,
 * and after the time in Retry-After where it was not allowed to wait.
 * @returns ends them
 */
function startWaiters(
  { ready: { apiUrl, backendToken } }: DecideWorld,
  path: string,
  count: number,
): () => Promise<WaitingCalls> {
  const figures = { calls: 0, not_waited: 0, refused: 0 };
  const ended = new AbortController();
  // each waiter has a listener while it sleeps
  setMaxListeners(count, ended.signal);
  const url = new URL(`${path}/decision?wait=5`.replace(/^\//, ''), apiUrl);
  const wait = async (index: number): Promise<void> => {
    // people do not begin to wait in one moment
    await delay((1000 * index) / count);
    while (!ended.signal.aborted) {
      const response = await fetch(url, { headers: { authorization: `Bearer ${backendToken}` } });
      await response.arrayBuffer();
      figures.calls += 1;
      if (response.status !== 200) figures.refused += 1;
      const retryAfter = response.headers.get('retry-after');
      if (retryAfter === null) continue;
      figures.not_waited += 1;
      await delay(1000 * Number(retryAfter), undefined, { signal: ended.signal }).catch(() => {});
    }
  };
  const clients = Array.from({ length: count }, (_, index) => wait(index));
  return async () => {
    ended.abort();
    await Promise.all(clients);
    return figures;
  };
}
