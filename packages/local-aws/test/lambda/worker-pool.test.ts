import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { FunctionConfig } from '../../src/lambda/function-config.ts';
import { type PooledWorker, WorkerPool } from '../../src/lambda/worker-pool.ts';

const opened: WorkerPool<PooledWorker>[] = [];
afterEach(async () => {
  for (const pool of opened.splice(0)) await pool.close();
});

/** A pool of workers that do nothing; `call` tells whether one was started for it. */
function aPool(maxIdle: number) {
  const pool = new WorkerPool<PooledWorker>({
    clock: systemClock,
    maxConcurrency: 4,
    maxIdle: () => maxIdle,
    idleLifetimeMs: 60_000,
    start: async ({ arn }) => ({ functionArn: arn, alive: true, dispose: async () => {} }),
  });
  opened.push(pool);
  const call = (arn: string, meanwhile: () => Promise<unknown> = async () => {}): Promise<boolean> =>
    pool.with({ arn } as FunctionConfig, async (_worker, cold) => {
      await meanwhile();
      return cold;
    });
  return { call };
}

describe('the pool of warm workers', () => {
  it('ends the worker that was idle longest when it holds too many', async () => {
    const { call } = aPool(2);
    for (const arn of ['a', 'b', 'c']) await call(arn);

    expect(await call('c')).toBe(false);
    expect(await call('b')).toBe(false);
    expect(await call('a')).toBe(true);
  });

  it('ends a second worker of a function before the only one of another', async () => {
    const { call } = aPool(2);
    await call('a');
    // two at a time, then one too many
    await call('b', () => call('b'));

    expect(await call('a')).toBe(false);
    expect(await call('b')).toBe(false);
  });
});
